// Lays out a lecture's words for reading: paragraphs, with the place of each word in them, and the gaps between.
import { isSpaced } from '../../services/shared/captions/script.ts';
import { toParagraphs } from '../../services/shared/captions/txt.ts';
import { middleOf } from '../../services/shared/contracts/spans.ts';
import type { Span, Word } from '../../services/shared/contracts/transcript.ts';

export type LaidParagraph = {
  /** Index in the lecture of the paragraph's first word. */
  first: number;
  words: Word[];
  text: string;
  /** Where each word starts in `text`. */
  offsets: number[];
};

export type Block = { paragraph: LaidParagraph } | { gap: Span };

/** @param gaps in ascending order; each ends a paragraph. */
export const toBlocks = (words: Word[], gaps: Span[]): Block[] => {
  const blocks: Block[] = [];
  let first = 0;
  let next = 0;
  const addGapsUntil = (time: number): void => {
    for (let gap = gaps[next]; gap && gap.start < time; gap = gaps[next]) {
      blocks.push({ gap });
      next += 1;
    }
  };
  for (const whole of toParagraphs(words))
    for (const part of cutAtGaps(whole, gaps).flatMap(cutLong)) {
      addGapsUntil(middleOrZero(part[0]));
      blocks.push({ paragraph: layOut(part, first) });
      first += part.length;
    }
  addGapsUntil(Number.POSITIVE_INFINITY);
  return blocks;
};

export const paragraphsOf = (blocks: Block[]): LaidParagraph[] =>
  blocks.flatMap((block) => ('paragraph' in block ? [block.paragraph] : []));

const middleOrZero = (word: Word | undefined): number => (word ? middleOf(word) : 0);

const cutAtGaps = (words: Word[], gaps: Span[]): Word[][] => {
  const parts: Word[][] = [[]];
  for (const [index, word] of words.entries()) {
    const [from, to] = [middleOrZero(words[index - 1]), middleOrZero(word)];
    const isCut = index > 0 && gaps.some(({ start }) => start > from && start <= to);
    if (isCut) parts.push([]);
    parts.at(-1)?.push(word);
  }
  return parts;
};

/** Some models write no full stop for hours, and some scripts have none. */
const MOST_WORDS = 400;

/** @returns parts of at most MOST_WORDS words, cut at their longest pauses. */
const cutLong = (words: Word[]): Word[][] => {
  const parts: Word[][] = [];
  let rest = words;
  while (rest.length > MOST_WORDS) {
    const at = longestPause(rest, MOST_WORDS / 2, MOST_WORDS);
    parts.push(rest.slice(0, at));
    rest = rest.slice(at);
  }
  return [...parts, rest];
};

/** @returns the index of the word after the pause. */
const longestPause = (words: Word[], from: number, to: number): number => {
  const pauseBefore = (at: number): number => (words[at]?.start ?? 0) - (words[at - 1]?.end ?? 0);
  let longest = from;
  for (let at = from + 1; at <= to; at += 1) if (pauseBefore(at) > pauseBefore(longest)) longest = at;
  return longest;
};

const layOut = (words: Word[], first: number): LaidParagraph => {
  const offsets: number[] = [];
  let text = '';
  for (const [index, word] of words.entries()) {
    if (index > 0 && isSpaced(words[index - 1]?.text ?? '', word.text)) text += ' ';
    offsets.push(text.length);
    text += word.text;
  }
  return { first, words, text, offsets };
};

/** @returns the index of the last number that is at most `value`, or -1 if all are greater. */
export const lastUpTo = (rising: number[], value: number): number => {
  let [low, high] = [0, rising.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rising[middle] ?? 0) <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
};

/** A word below this may be wrong; above it, about one in fifty is. */
export const UNSURE = 0.5;
