import { describe, expect, it } from '@jest/globals';
import type { Span } from '../../../services/shared/contracts.ts';
import { planChunks, toMilliseconds } from '../../../services/transcriber/cuts.ts';

const MINUTE = 60;

/** Park and Miller's generator: the same numbers from 0 to 1 for the same seed. */
const seeded = (seed: number) => {
  let state = seed * 7_919_317;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
};

const randomSpeech = (random: () => number, duration: number): Span[] => {
  const speech: Span[] = [];
  for (let at = random() * 5; at < duration; at += random() * 4 + 0.05) {
    const start = at;
    at += random() ** 4 * 200 + 0.1;
    speech.push({ start: toMilliseconds(start), end: toMilliseconds(Math.min(at, duration)) });
  }
  return speech;
};

const isSpoken = (at: number, speech: Span[]): boolean =>
  speech.some(({ start, end }) => start < at && at < end);

describe('planChunks', () => {
  const everywhere = (duration: number) => [{ start: 0, end: duration }];

  it.each([
    ['a second', 1, 1],
    ['10 minutes', 10 * MINUTE, 1],
    ['12.5 minutes, a quarter over', 12.5 * MINUTE, 1],
    ['13 minutes', 13 * MINUTE, 2],
    ['22.5 minutes', 22.5 * MINUTE, 2],
    ['23 minutes', 23 * MINUTE, 3],
    ['3 hours', 180 * MINUTE, 18],
  ])('plans the chunks of 10 minutes that %s need', (_length, duration, count) => {
    const chunks = planChunks(duration, everywhere(duration), 10 * MINUTE);

    expect(chunks).toHaveLength(count);
  });

  it('plans none where nobody speaks', () => {
    expect(planChunks(3_600, [], 600)).toEqual([]);
  });

  it.each(Array.from({ length: 40 }, (_, seed) => seed + 1))(
    'covers a random soundtrack without gap or overlap, in rising order (seed %i)',
    (seed) => {
      const random = seeded(seed);
      const duration = toMilliseconds(random() * 4 * 3_600 + 10);
      const speech = randomSpeech(random, duration);

      const chunks = planChunks(duration, speech, 600);

      expect(chunks[0]?.start).toBe(0);
      expect(chunks.at(-1)?.end).toBe(duration);
      for (const [index, { start, end }] of chunks.entries()) {
        expect(end).toBeGreaterThan(start);
        if (index > 0) expect(start).toBe(chunks[index - 1]?.end);
      }
    },
  );

  it.each([1, 2, 3, 4, 5])('cuts no speech that has pauses every ten seconds (seed %i)', (seed) => {
    const random = seeded(seed);
    const speech = Array.from({ length: 500 }, (_, index) => ({
      start: index * 10,
      end: toMilliseconds(index * 10 + 5 + random() * 4.9),
    }));

    const chunks = planChunks(5_000, speech, 600);

    expect(chunks).toHaveLength(9);
    expect(chunks.slice(1).filter(({ start }) => isSpoken(start, speech))).toEqual([]);
  });
});
