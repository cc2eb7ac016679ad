// Measures how much of the speech that the VAD found has words, and finds the places without any.
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

/** Whisper's word times are rough, so a word covers this much on either side as well. */
const TOLERANCE_SECONDS = 0.5;

/** A shorter stretch of speech without words is a breath or the edge of a word. */
const SHORTEST_GAP_SECONDS = 1;

/** How long a word may take: 0.2 s, plus 0.1 s per column. A digit counts as a word, because it is spoken as one. */
const WORD_SECONDS = 0.2;
const COLUMN_SECONDS = 0.1;
const COLUMNS_A_DIGIT = 4;
/** No speaker is that slow: the longest words of two lectures took 0.7 s more than expected. */
const STRETCHED_SECONDS = 1.5;

type Timed = Span & { text?: string };

/** Both lists are sorted by their starts. */
export const measureCoverage = (speech: Span[], words: Timed[]): Coverage => {
  const gaps = findGaps(speech, words);
  const speechSeconds = total(speech);
  const coveredSeconds = speechSeconds - total(gaps);
  return {
    speechSeconds: toMilliseconds(speechSeconds),
    coveredSeconds: toMilliseconds(coveredSeconds),
    // Rounded down, so that 1 means all of the speech.
    ratio: speechSeconds === 0 ? 1 : Math.floor((coveredSeconds / speechSeconds) * 10_000) / 10_000,
    gaps: gaps.map(inMilliseconds),
  };
};

/** Finds a second or more of speech that has no words, or only a word that takes far longer than it can be spoken. */
export const findGaps = (speech: Span[], words: Timed[]): Span[] => {
  const stretched = withSpeechAfter(speech, words).filter(isStretched);
  const heard = union(
    words.map((word) => widen(word, TOLERANCE_SECONDS)).flatMap((word) => outside(word, stretched)),
  );
  const gaps = speech.flatMap((stretch) => [...outside(stretch, heard), ...within(stretch, stretched)]);
  return union(gaps.toSorted((a, b) => a.start - b.start)).filter(
    (gap) => lengthOf(gap) >= SHORTEST_GAP_SECONDS,
  );
};

/**
 * If Whisper takes a pause for the end of a window, the speech after its last word may be too short for a gap, as in
 * "such an offer." and 1.3 s of six lost words. So a word gets the time after it, and may be stretched with it.
 */
const withSpeechAfter = (speech: Span[], words: Timed[]): Timed[] => {
  let at = 0;
  return words.map((word, index) => {
    while ((speech[at]?.end ?? Number.POSITIVE_INFINITY) < word.end) at++;
    const stretch = speech[at];
    if (stretch === undefined || stretch.start > word.end) return word;
    const next = words[index + 1]?.start ?? Number.POSITIVE_INFINITY;
    const end = Math.min(stretch.end, next);
    const gap = Math.min(stretch.end, next - TOLERANCE_SECONDS) - (word.end + TOLERANCE_SECONDS);
    return gap < SHORTEST_GAP_SECONDS && end > word.end ? { ...word, end } : word;
  });
};

/** If Whisper loses a sentence, it stretches the word before or after it over its time. */
const isStretched = ({ start, end, text }: Timed): boolean => {
  if (text === undefined) return false;
  const columns = widthOf(text) + (COLUMNS_A_DIGIT - 1) * (text.match(/\p{N}/gu)?.length ?? 0);
  return end - start - WORD_SECONDS - COLUMN_SECONDS * columns >= STRETCHED_SECONDS;
};
