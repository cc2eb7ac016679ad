// How much of the speech that the VAD heard has words, and where it has none.

import {
  inMilliseconds,
  lengthOf,
  outside,
  toMilliseconds,
  total,
  union,
  widen,
} from '../../shared/contracts/spans.ts';
import type { Coverage, Span } from '../../shared/contracts/transcript.ts';

/** Whisper's word times are rough: a word counts for this much on either side of it. */
const TOLERANCE_SECONDS = 0.5;

/** Speech without words that is shorter is a breath or the edge of a word. */
const SHORTEST_GAP_SECONDS = 1;

/** Both lists in rising order of their starts. */
export const measureCoverage = (speech: Span[], words: Span[]): Coverage => {
  const gaps = findGaps(speech, words);
  const speechSeconds = total(speech);
  const coveredSeconds = speechSeconds - total(gaps);
  return {
    speechSeconds: toMilliseconds(speechSeconds),
    coveredSeconds: toMilliseconds(coveredSeconds),
    // Rounded down, so that 1 means all of it.
    ratio: speechSeconds === 0 ? 1 : Math.floor((coveredSeconds / speechSeconds) * 10_000) / 10_000,
    gaps: gaps.map(inMilliseconds),
  };
};

/** Speech of a second or more that has no words. */
export const findGaps = (speech: Span[], words: Span[]): Span[] => {
  const heard = union(words.map((word) => widen(word, TOLERANCE_SECONDS)));
  return speech
    .flatMap((stretch) => outside(stretch, heard))
    .filter((gap) => lengthOf(gap) >= SHORTEST_GAP_SECONDS);
};
