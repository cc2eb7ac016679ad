// Checks, before the engine starts, that it can finish in time: Lambda ends a function after 15 minutes.
import { ChunkTooSlow } from '../../shared/contracts/errors.ts';
import { type Engine, WINDOW_SECONDS } from './engine.ts';

/** The time that is left of a Lambda call; a local run has no clock. */
export type Clock = { remainingMs: () => number };

/** Seconds that the engine needs for a second of sound with the requested settings; undefined if not measured yet. */
type Rate = ReturnType<Engine['rate']>;

/** base-q8_0 (82 MB) took 0.04 s on one core for a second of speech; the cost grows with a model's bytes. */
const GUESSED_SECONDS_A_MEGABYTE = 0.04 / 82;

/** The guess may be too low by this factor, for instance on a processor without vectors. Beyond it, measure. */
const GUESS_FACTOR = 10;

/** Stretches differ in the time that they take, and parts of one are heard twice. */
const RESERVE_FACTOR = 1.2;

/** `best` takes up to 1.7 times as long (docs/performance.md), and doubtful sound is decoded more often. */
const SECOND_HEARING_FACTOR = 3;

/** Time to store the chunk and remove the folder after the last word. */
const LAST_SECONDS = 10;

/**
 * @param seconds the length of the longest stretch.
 * @param probe transcribes a little, so that the engine knows its rate.
 * @throws {ChunkTooSlow}
 */
export const assertInTime = async (
  key: string,
  seconds: number,
  engine: Pick<Engine, 'modelBytes'> & { rate: () => Rate },
  { remainingMs }: Clock,
  probe: () => Promise<void>,
): Promise<void> => {
  const guess = (await engine.modelBytes()) * 1e-6 * GUESSED_SECONDS_A_MEGABYTE * seconds;
  if (engine.rate() === undefined && guess * GUESS_FACTOR > remainingMs() / 1_000) await probe();
  const needed = (engine.rate() ?? 0) * seconds * RESERVE_FACTOR;
  if (needed > remainingMs() / 1_000) throw new ChunkTooSlow(key, needed, remainingMs() / 1_000);
};

/** Seconds that the engine may still take. */
export const secondsLeft = (clock: Clock | undefined): number =>
  clock ? clock.remainingMs() / 1_000 - LAST_SECONDS : Number.POSITIVE_INFINITY;

/** Whether there is time to hear this much sound once more with the same settings. */
export const isTimeForRetry = (seconds: number, rate: Rate, clock: Clock | undefined): boolean =>
  (rate ?? 0) * Math.max(seconds, WINDOW_SECONDS) * RESERVE_FACTOR <= secondsLeft(clock);

/** Whether there is time to hear this much sound again with more care. @param rate the rate of the first hearing. */
export const isTimeForSecondHearing = (seconds: number, rate: Rate, clock: Clock | undefined): boolean =>
  isTimeForRetry(seconds, (rate ?? 0) * SECOND_HEARING_FACTOR, clock);
