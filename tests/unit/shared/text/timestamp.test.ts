import { describe, expect, it } from '@jest/globals';
import { listSpans, timestamp } from '../../../../services/shared/text/timestamp.ts';

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

  it('writes the given mark', () => {
    expect(timestamp(3_723.045, '.')).toBe('01:02:03.045');
  });
});

describe('listSpans', () => {
  const spans = (count: number) =>
    Array.from({ length: count }, (_, i) => ({ start: 754.2 + 60 * i, end: 756 + 60 * i }));

  it.each([
    [0, ''],
    [1, '00:12:34 to 00:12:36'],
    [2, '00:12:34 to 00:12:36, 00:13:34 to 00:13:36'],
  ])('lists all of %i', (count, words) => {
    expect(listSpans(spans(count))).toBe(words);
  });

  it('lists five, and says how many more there are', () => {
    expect(listSpans(spans(5))).toMatch(/00:16:34 to 00:16:36$/);
    expect(listSpans(spans(6))).toMatch(/00:16:34 to 00:16:36, 1 more$/);
    expect(listSpans(spans(9), 'more in the json')).toMatch(/00:16:36, 4 more in the json$/);
  });
});
