import { describe, expect, it } from '@jest/globals';
import { levelsOf } from '../../../../services/transcriber/words/levels.ts';
import { spans } from '../examples.ts';

/** Ten seconds at the level `loud`, but at `soft` for the first fifth of each second. */
const sound = (loud: number, soft: number) =>
  Int16Array.from(
    { length: 160_000 },
    (_, index) => (index % 16_000 < 3_200 ? soft : loud) * (index % 2 ? 1 : -1),
  );

describe('levelsOf', () => {
  it.each([
    ['one level', sound(100, 100), '0-10', 100, 100],
    ['pauses of a fifth', sound(1_000, 10), '0-10', 894, 10],
    ['no pauses', sound(1_000, 10), '0.2-1 1.2-2', 1_000, 1_000],
    ['less than a frame', sound(100, 100), '1-1.05', 100, 100],
    ['nothing', sound(100, 100), '', 0, 0],
    ['what lies beyond the end', sound(100, 100), '9.9-12', 100, 100],
  ])('of %s', (_what, samples, stretches, mean, floor) => {
    const levels = levelsOf(samples, spans(stretches));

    expect(levels.mean).toBeCloseTo(mean, 0);
    expect(levels.floor).toBeCloseTo(floor, 0);
  });
});
