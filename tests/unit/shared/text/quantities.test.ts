import { describe, expect, it } from '@jest/globals';
import {
  bytes,
  count,
  dollars,
  duration,
  percent,
  printable,
  rate,
} from '../../../../services/shared/text/quantities.ts';

describe('bytes', () => {
  it.each([
    [0, '0 B'],
    [1, '1 B'],
    [999, '999 B'],
    [999_999, '1.0 MB'],
    [1_000, '1.0 kB'],
    [1_549, '1.5 kB'],
    [1_500_000, '1.5 MB'],
    [999_900_000, '999.9 MB'],
    [2_000_000_000, '2.0 GB'],
    [5_000_000_000_000, '5.0 TB'],
    [12_000_000_000_000_000, '12000.0 TB'],
  ])('writes %d as %s', (size, expected) => {
    expect(bytes(size)).toBe(expected);
  });
});

describe('rate', () => {
  it('is in bytes per second', () => {
    expect(rate(12_340_000)).toBe('12.3 MB/s');
  });
});

describe('count', () => {
  it.each([
    [0, '0 videos'],
    [1, '1 video'],
    [2, '2 videos'],
  ])('writes %i as %s', (number, expected) => {
    expect(count(number, 'video')).toBe(expected);
  });
});

describe('percent', () => {
  it.each([
    [0, 10, '0 %'],
    [-5, 10, '0 %'],
    [1, 3, '33 %'],
    [9_999, 10_000, '99 %'],
    [10, 10, '100 %'],
    [11, 10, '100 %'],
    [0, 0, '100 %'],
  ])('writes %d of %d as %s', (part, whole, expected) => {
    expect(percent(part, whole)).toBe(expected);
  });
});

describe('duration', () => {
  it.each([
    [0, '0 s'],
    [0.2, '1 s'],
    [89, '89 s'],
    [90, '2 min'],
    [3_600, '60 min'],
    [5_400, '1 h 30 min'],
    [7_200, '2 h'],
    [360_000, '100 h'],
    [-3, '0 s'],
  ])('writes %d seconds as %s', (seconds, expected) => {
    expect(duration(seconds)).toBe(expected);
  });
});

describe('dollars', () => {
  it.each([
    [0, '$0.00'],
    [1.444, '$1.44'],
    [0.01, '$0.01'],
    [0.0123, '$0.01'],
    [0.00456, '$0.0046'],
    [0.000001, '$0.0001'],
  ])('writes %d as %s', (amount, expected) => {
    expect(dollars(amount)).toBe(expected);
  });
});

describe('printable', () => {
  it.each([
    ['an ordinary name', 'week1/Übung 1 – 講義.mp4', 'week1/Übung 1 – 講義.mp4'],
    ['control sequences of a terminal', 'a\u001b[2Jb.mp4', 'a?[2Jb.mp4'],
    ['a new line', 'a\nb.mp4', 'a?b.mp4'],
    ['text that reverses what follows it', 'a\u202eb.mp4', 'a?b.mp4'],
  ])('shows %s', (_what, name, expected) => {
    expect(printable(name)).toBe(expected);
  });
});
