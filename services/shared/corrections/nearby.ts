// The words near a correction's time, and how well a place among them fits: by its time, and by the words around it.
import { middleOf } from '../contracts/spans.ts';
import type { Span, Word } from '../contracts/transcript.ts';
import type { Correction } from './corrections.ts';
import { CONTEXT_WORDS, foldWord } from './fold.ts';

/** Word times differ from one model to the next by less than 1.4 s nine times in ten. */
export const TOLERANCE_SECONDS = 2;

/** The words [from, to), how many words around them match, and how many seconds they are off. */
export type WordMatch = { from: number; to: number; context: number; distance: number };

/** The words near a correction's time. */
export type Nearby = {
  correction: Correction;
  words: Word[];
  folded: string[];
  /** The index of the first one in the lecture. */
  offset: number;
  isWhole: { start: boolean; end: boolean };
};

export const wordsNear = (words: Word[], correction: Correction): Nearby => {
  const isBefore = (time: number) => (word: Word) => word.start < time;
  const first = countWhile(words, isBefore(correction.start - TOLERANCE_SECONDS));
  const last = countWhile(words, isBefore(correction.end + TOLERANCE_SECONDS));
  const [from, to] = [Math.max(0, first - CONTEXT_WORDS), last + CONTEXT_WORDS];
  const inReach = words.slice(from, to);
  return {
    correction,
    words: inReach,
    folded: inReach.map(({ text }) => foldWord(text)),
    offset: from,
    isWhole: { start: from === 0, end: to >= words.length },
  };
};

/** Counts the words up to the first for which the rule does not hold. Binary search: it holds for none after that. */
const countWhile = (words: Word[], holds: (word: Word) => boolean): number => {
  let [low, high] = [0, words.length];
  while (low < high) {
    const mid = (low + high) >> 1;
    const word = words[mid];
    if (word && holds(word)) low = mid + 1;
    else high = mid;
  }
  return low;
};

export const placeAt = (near: Nearby, from: number, to: number): WordMatch => ({
  ...{ from, to },
  context: contextBefore(near, from) + contextAfter(near, to),
  distance: Math.abs(middleOf(spanOf(near, from, to)) - middleOf(near.correction)),
});

/** The span of the words, or of the pause if there are none. */
const spanOf = ({ words, correction }: Nearby, from: number, to: number): Span => {
  const [first, last] = [words[from], words[to - 1]];
  if (to > from) return { start: first?.start ?? 0, end: last?.end ?? 0 };
  // A long pause contains the place wherever the correction was in it.
  const pause = { start: last?.end ?? correction.start, end: first?.start ?? correction.end };
  return {
    start: Math.min(Math.max(correction.start, pause.start), pause.end),
    end: Math.max(Math.min(correction.end, pause.end), pause.start),
  };
};

export const contextBefore = ({ folded, correction }: Nearby, from: number): number =>
  countEqual(correction.before.toReversed(), (step) => folded[from - 1 - step]);

export const contextAfter = ({ folded, correction }: Nearby, to: number): number =>
  countEqual(correction.after, (step) => folded[to + step]);

const countEqual = (texts: string[], at: (step: number) => string | undefined): number => {
  const different = texts.findIndex((text, step) => foldWord(text) !== at(step));
  return different < 0 ? texts.length : different;
};
