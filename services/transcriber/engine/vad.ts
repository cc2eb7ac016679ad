// The thresholds of the voice activity detector, and joining what it finds in the pieces of a soundtrack.
import { union } from '../../shared/contracts/spans.ts';
import type { Span } from '../../shared/contracts/transcript.ts';

/** Silero's own default: sound that is at least this likely to be speech counts as speech. */
export const LIKELY = 0.5;
/** For places where speech may have been missed: anything less likely is not speech. */
export const DOUBTFUL = 0.15;
/** For places where a wrong answer would do harm. */
export const SURE = 0.8;

/** The detector's shortest silence: if one piece ends and the next begins with speech, it is one stretch. */
const SHORTEST_SILENCE_SECONDS = 0.1;

/** Joins the speech found in pieces that begin every `step` seconds. */
export const joinPieces = (pieces: Span[][], step: number): Span[] =>
  union(
    pieces
      .flatMap((speech, index) =>
        speech.map(({ start, end }) => ({ start: start + index * step, end: end + index * step })),
      )
      .toSorted((a, b) => a.start - b.start),
    SHORTEST_SILENCE_SECONDS,
  );
