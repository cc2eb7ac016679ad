// How much of the speech that the VAD heard has words, and where it has none.
import { widthOf } from '../../shared/captions/script.ts';
import {
  inMilliseconds,
  lengthOf,
  outside,
  toMilliseconds,
  total,
  union,
  widen,
  within,
} from '../../shared/contracts/spans.ts';
import type { Coverage, Span } from '../../shared/contracts/transcript.ts';

/** Whisper's word times are rough: a word counts for this much on either side of it. */
const TOLERANCE_SECONDS = 0.5;

/** Speech without words that is shorter is a breath or the edge of a word. */
const SHORTEST_GAP_SECONDS = 1;

/** What a word may take: 0.2 s and 0.1 s for each column. A digit is a word when it is spoken. */
const WORD_SECONDS = 0.2;
const COLUMN_SECONDS = 0.1;
const COLUMNS_A_DIGIT = 4;
/** So much more is no slow speaker: the longest words of two lectures took 0.7 s more. */
const STRETCHED_SECONDS = 1.5;

type Timed = Span & { text?: string };

/** Both lists in rising order of their starts. */
export const measureCoverage = (speech: Span[], words: Timed[]): Coverage => {
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

/** Speech of a second or more that has no words, or one word that takes far longer than it can be spoken. */
export const findGaps = (speech: Span[], words: Timed[]): Span[] => {
  const stretched = words.filter(isStretched);
  const heard = union(
    words.map((word) => widen(word, TOLERANCE_SECONDS)).flatMap((word) => outside(word, stretched)),
  );
  const gaps = speech.flatMap((stretch) => [...outside(stretch, heard), ...within(stretch, stretched)]);
  return union(gaps.toSorted((a, b) => a.start - b.start)).filter(
    (gap) => lengthOf(gap) >= SHORTEST_GAP_SECONDS,
  );
};

/** Where Whisper loses a sentence, the word before or after it is stretched over its time. */
const isStretched = ({ start, end, text }: Timed): boolean => {
  if (text === undefined) return false;
  const columns = widthOf(text) + (COLUMNS_A_DIGIT - 1) * (text.match(/\p{N}/gu)?.length ?? 0);
  return end - start - WORD_SECONDS - COLUMN_SECONDS * columns >= STRETCHED_SECONDS;
};
