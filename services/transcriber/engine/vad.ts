// How sure the voice activity detector has to be, and its findings in pieces of a soundtrack as one.
import { union } from '../../shared/contracts/spans.ts';
import type { Span } from '../../shared/contracts/transcript.ts';

/** Silero's own default: sound that is at least this likely to be speech counts as speech. */
export const LIKELY = 0.5;
/** Where speech may be missed: anything less likely is none. */
export const DOUBTFUL = 0.15;
/** Where a doubtful answer would do harm. */
export const SURE = 0.8;

/** The detector's shortest silence: pieces that end and begin with speech were one stretch. */
const SHORTEST_SILENCE_SECONDS = 0.1;

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
