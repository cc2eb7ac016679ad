// Whether a chunk can be done before its function is ended, said before it starts and not after 15 minutes.
import { ChunkTooSlow } from '../shared/errors.ts';
import type { Engine } from './engine.ts';

/** Of a Lambda call; a machine of one's own has none. */
export type Clock = { remainingMs: () => number };

/** tiny.en (43 MB) on one core of 2.6 GHz took 0.07 s for a second of speech; the cost grows with a model's bytes. */
const GUESSED_SECONDS_A_MEGABYTE = 0.07 / 43;

/** A guess may be so many times too low; beyond that it is worth a measurement. */
const GUESS_FACTOR = 5;

/** Loops and gaps are heard twice, and no two stretches take the same time. */
const RESERVE_FACTOR = 1.2;

/**
 * @param seconds of the longest stretch.
 * @param probe transcribes a little, so that the engine knows its rate.
 * @throws {ChunkTooSlow}
 */
export const assertInTime = async (
  key: string,
  seconds: number,
  engine: Pick<Engine, 'rate' | 'modelBytes'>,
  { remainingMs }: Clock,
  probe: () => Promise<void>,
): Promise<void> => {
  const guess = (await engine.modelBytes()) * 1e-6 * GUESSED_SECONDS_A_MEGABYTE * seconds;
  if (engine.rate() === undefined && guess * GUESS_FACTOR > remainingMs() / 1_000) await probe();
  const needed = (engine.rate() ?? 0) * seconds * RESERVE_FACTOR;
  if (needed > remainingMs() / 1_000) throw new ChunkTooSlow(key, needed, remainingMs() / 1_000);
};
