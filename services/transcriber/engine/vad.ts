// The voice activity detector: where in a soundtrack somebody speaks.

import { asEngineFault, EngineFailed } from '../../shared/contracts/errors.ts';
import { union } from '../../shared/contracts/spans.ts';
import type { Span } from '../../shared/contracts/transcript.ts';
import { type EngineRunOptions, runEngine } from './cpu-libraries.ts';
import { SILENCE_MS } from './whisper.ts';

/** Two are a sixth faster on an idle machine, but wait for each other by spinning: on a busy one they crawl. */
const THREADS = 1;

/** Silero's own: what is at least so likely to be speech counts as speech. */
export const LIKELY = 0.5;
/** Where speech may be missed: what is less likely is none. */
export const DOUBTFUL = 0.15;
/** Where a doubtful answer would do harm. */
export const SURE = 0.8;

/** The detector's own least length of silence: pieces that end and begin with speech were one stretch. */
const SHORTEST_SILENCE_SECONDS = 0.1;

/** @throws {EngineFailed} on a crash, and when it did not say how much speech there is. */
export const findSpeech = async (
  wav: string,
  model: string,
  threshold: number,
  options: EngineRunOptions,
): Promise<Span[]> => {
  const args = ['-f', wav, '-vm', model, '-vt', String(threshold), '-t', String(THREADS), '-np'];
  try {
    const { stdout } = await runEngine('whisper-vad-speech-segments', args, {
      ...options,
      silenceMs: SILENCE_MS,
    });
    return parseSpeech(stdout);
  } catch (error) {
    throw asEngineFault('The speech detector failed', error);
  }
};

/**
 * The program exits with 0 whatever it met, so its list has to be whole:
 *
 *   Detected 2 speech segments:
 *   Speech segment 0: start = 32.00, end = 227.00      (hundredths of a second)
 */
export const parseSpeech = (stdout: string): Span[] => {
  const announced = /Detected (\d+) speech segments/.exec(stdout)?.[1];
  const spans = [...stdout.matchAll(/Speech segment \d+: start = ([\d.]+), end = ([\d.]+)/g)].map(
    ([, start, end]) => ({
      start: Number(start) / 100,
      end: Number(end) / 100,
    }),
  );
  if (announced === undefined || Number(announced) !== spans.length) {
    throw new EngineFailed(
      `The speech detector listed ${spans.length} of ${announced ?? 'an unknown number of'} stretches`,
    );
  }
  return spans;
};

/** The speech of pieces that begin every `step` seconds, as that of the whole. */
export const joinPieces = (pieces: Span[][], step: number): Span[] =>
  union(
    pieces
      .flatMap((speech, index) =>
        speech.map(({ start, end }) => ({ start: start + index * step, end: end + index * step })),
      )
      .toSorted((a, b) => a.start - b.start),
    SHORTEST_SILENCE_SECONDS,
  );
