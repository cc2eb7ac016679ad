import { describe, expect, it } from '@jest/globals';
import { timestamp } from '../../../../services/transcriber/captions/timestamp.ts';

describe('timestamp', () => {
  it.each([
    [0, '00:00:00,000'],
    [0.32, '00:00:00,320'],
    [0.0004, '00:00:00,000'],
    [0.0005, '00:00:00,001'],
    [0.9994, '00:00:00,999'],
    [0.9996, '00:00:01,000'],
    [59.9996, '00:01:00,000'],
    [3_599.9996, '01:00:00,000'],
    [3_599.999, '00:59:59,999'],
    [3_723.045, '01:02:03,045'],
    [1.005, '00:00:01,005'],
    [359_999.999, '99:59:59,999'],
    [360_000, '100:00:00,000'],
  ])('writes %d s as %s', (seconds, expected) => {
    expect(timestamp(seconds, ',')).toBe(expected);
  });

  it('writes the mark that it is told', () => {
    expect(timestamp(3_723.045, '.')).toBe('01:02:03.045');
  });
});
