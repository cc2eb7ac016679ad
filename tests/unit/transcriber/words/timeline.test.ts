import { describe, expect, it } from '@jest/globals';
import {
  isNear,
  keptSpans,
  moveToSoundtrack,
  toKept,
  toSoundtrack,
} from '../../../../services/transcriber/words/timeline.ts';
import { spans, word } from '../examples.ts';

describe('keptSpans', () => {
  it.each([
    ['a second around speech', '10-20', '8.9-21.1'],
    ['nothing before the beginning or after the end', '0.2-0.9 99-99.8', '0-2 97.9-100'],
    ['a pause of three seconds, which is one more than its margins', '10-20 23.2-30', '8.9-31.1'],
    ['no longer pause', '10-20 23.3-30', '8.9-21.1 22.2-31.1'],
    ['a breath', '10-20 20.2-30', '8.9-31.1'],
    ['nothing if nobody speaks', '', ''],
    ['everything if somebody speaks throughout', '0-100', '0-100'],
  ])('keeps %s: %s', (_what, speech, expected) => {
    expect(keptSpans(spans(speech), 100)).toEqual(spans(expected));
  });
});

// 10 s, a pause of 10 s, 10 s, a pause of 70 s, 1 s.
const KEPT = spans('0-10 20-30 100-101');

describe('toSoundtrack', () => {
  it.each([
    ['at the beginning', 0, 0],
    ['before a pause', 4, 4],
    ['at the edge of a pause, before it', 10, 10],
    ['after a pause', 10.5, 20.5],
    ['after two pauses', 20.25, 100.25],
    ['at the end', 21, 101],
    ['beyond the end', 25, 101],
  ])('moves a time %s: %d to %d s', (_where, at, expected) => {
    expect(toSoundtrack(KEPT, at)).toBe(expected);
  });

  it('leaves a time unchanged if nothing is kept', () => {
    expect(toSoundtrack([], 5)).toBe(5);
  });
});

describe('toKept', () => {
  it.each([
    ['before the first pause', '2-3', '2-3'],
    ['after a pause', '25-26', '15-16'],
    ['after two pauses', '100.5-101', '20.5-21'],
    ['across a pause, as two', '9-22', '9-10 10-12'],
    ['in a pause, as nothing', '12-18', ''],
    ['around everything', '0-200', '0-10 10-20 20-21'],
  ])('moves a stretch %s: %s to %s', (_where, text, expected) => {
    expect(toKept(KEPT, spans(text))).toEqual(spans(expected));
  });
});

describe('moveToSoundtrack', () => {
  it.each([
    ['before every pause', [1, 2], [1, 2]],
    ['after one removed pause', [11, 12], [21, 22]],
    ['after two removed pauses', [20.25, 20.5], [100.25, 100.5]],
    ['that ends at a pause', [9, 10], [9, 10]],
    ['that begins after a pause', [10, 11], [20, 21]],
    ['across a pause, mostly before it', [9, 10.4], [9, 10]],
    ['across a pause, mostly after it', [9.6, 11], [20, 21]],
    ['across the end', [20.5, 23], [100.5, 101]],
    ['in the padding beyond the end', [25, 30], [101, 101]],
    ['without length', [10.5, 10.5], [20.5, 20.5]],
  ])('moves a word %s: %j to %j', (_where, [from = 0, to = 0], [start = 0, end = 0]) => {
    expect(moveToSoundtrack(KEPT, word(from, to, 'so', 0.4))).toEqual(word(start, end, 'so', 0.4));
  });

  it('returns whole milliseconds', () => {
    expect(moveToSoundtrack([{ start: 1 / 3, end: 5 }], { start: 0.1, end: 0.2 })).toEqual({
      start: 0.433,
      end: 0.533,
    });
  });
});

describe('isNear', () => {
  it.each([
    [8, 9.6, true],
    [8, 9.5, false],
    [20.4, 22, true],
    [20.5, 22, false],
    [12, 13, true],
  ])('judges %d to %d s next to speech from 10 to 20 s: %s', (start, end, expected) => {
    expect(isNear({ start, end }, spans('10-20'))).toBe(expected);
  });
});
