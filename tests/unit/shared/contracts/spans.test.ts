import { describe, expect, it } from '@jest/globals';
import {
  inMilliseconds,
  lengthOf,
  outside,
  overlaps,
  total,
  union,
  widen,
  within,
} from '../../../../services/shared/contracts/spans.ts';
import { spans } from '../../transcriber/examples.ts';

describe('overlaps', () => {
  it.each([
    ['apart', '0-1 2-3', false],
    ['touching', '0-1 1-2', false],
    ['crossing', '0-1.5 1-2', true],
    ['one inside the other', '0-3 1-2', true],
    ['the same', '1-2 1-2', true],
  ])('says of two spans that are %s: %s, %s', (_how, text, expected) => {
    const [a = { start: 0, end: 0 }, b = a] = spans(text);

    expect([overlaps(a, b), overlaps(b, a)]).toEqual([expected, expected]);
  });
});

describe('union', () => {
  it.each([
    ['nothing', '', 0, ''],
    ['no spans that are apart', '0-1 2-3', 0, '0-1 2-3'],
    ['spans that touch', '0-1 1-3', 0, '0-3'],
    ['spans that overlap', '0-2 1-3', 0, '0-3'],
    ['a span inside another', '0-9 1-3 5-10', 0, '0-10'],
    ['spans with a pause of exactly the bridged length', '0-1 2-3', 1, '0-3'],
    ['no spans with a longer pause', '0-1 2.001-3', 1, '0-1 2.001-3'],
  ])('joins %s: %s with %d s', (_what, text, pause, expected) => {
    expect(union(spans(text), pause)).toEqual(spans(expected));
  });

  it('does not change its input', () => {
    const given = spans('0-2 1-3');

    union(given);

    expect(given).toEqual(spans('0-2 1-3'));
  });
});

describe('within', () => {
  it.each([
    ['spans outside', '0-4 4-5 20-30', ''],
    ['spans inside', '6-7 8-9', '6-7 8-9'],
    ['spans across the edges', '0-6 9-99', '5-6 9-10'],
    ['a span that is larger', '0-99', '5-10'],
  ])('cuts %s: %s', (_what, text, expected) => {
    expect(within({ start: 5, end: 10 }, spans(text))).toEqual(spans(expected));
  });
});

describe('outside', () => {
  it.each([
    ['no holes', '', '5-10'],
    ['holes elsewhere', '0-4 11-20', '5-10'],
    ['a hole inside', '6-7', '5-6 7-10'],
    ['holes at the edges', '0-6 9-99', '6-9'],
    ['holes that touch', '6-7 7-8', '5-6 8-10'],
    ['a larger hole', '0-99', ''],
  ])('returns what is left of a span with %s: %s', (_what, text, expected) => {
    expect(outside({ start: 5, end: 10 }, spans(text))).toEqual(spans(expected));
  });

  it('together with `within` makes up the whole', () => {
    const whole = { start: 5, end: 10 };
    const holes = spans('0-5.5 6-7 9.5-12');

    expect(total(outside(whole, holes)) + total(within(whole, holes))).toBe(lengthOf(whole));
  });
});

describe('widen', () => {
  it('adds the same on either side', () => {
    expect(widen({ start: 2, end: 3 }, 0.5)).toEqual({ start: 1.5, end: 3.5 });
  });
});

describe('inMilliseconds', () => {
  it('rounds', () => {
    expect(inMilliseconds({ start: 0.1 + 0.2, end: 1.2345678 })).toEqual({ start: 0.3, end: 1.235 });
  });
});
