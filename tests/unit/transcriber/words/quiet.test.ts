import { describe, expect, it } from '@jest/globals';
import { quietCuts } from '../../../../services/transcriber/words/quiet.ts';

const RATE = 1_000;

/** A tone with silences of 0.2 s around these times. */
const tone = (seconds: number, ...quiet: number[]) =>
  Int16Array.from({ length: seconds * RATE }, (_, index) => {
    const isQuiet = quiet.some((at) => Math.abs(index / RATE - at) < 0.1);
    return isQuiet ? 0 : 8_000 * Math.sin(index);
  });

describe('quietCuts', () => {
  it.each([
    ['in the quiet place', 8, [3.1], [3.1]],
    ['not too far from the ideal place', 8, [1, 4.8], [4.8]],
    ['at one of two places', 8, [3.5, 4.2], [4.2]],
    ['three pieces', 12, [3.6, 9], [3.6, 9]],
  ])('cuts %s', (_what, seconds, quiet, expected) => {
    const cuts = quietCuts(tone(seconds, ...quiet), RATE, 4);

    expect(cuts).toHaveLength(expected.length);
    for (const [index, cut] of cuts.entries())
      expect(Math.abs(cut - (expected[index] ?? 0))).toBeLessThan(0.1);
  });

  it.each([
    [0, 0],
    [3, 0],
    [5.9, 0],
    [6.1, 1],
    [20, 4],
  ])('cuts %d s of silence at %d places, in rising order', (seconds, count) => {
    const cuts = quietCuts(new Int16Array(seconds * RATE), RATE, 4);

    expect(cuts).toHaveLength(count);
    for (const [index, cut] of cuts.entries())
      expect(Math.abs(cut - ((index + 1) * seconds) / (count + 1))).toBeLessThan(0.05);
  });
});
