// Finds out which words a rewritten paragraph changes. All others keep their times.
import { cutWord, isSpaced } from '../../services/shared/captions/script.ts';
import type { Edit } from '../../services/shared/corrections/edit.ts';
import type { LaidParagraph } from '../lecture/reading.ts';

/** @returns undefined if only spaces changed. */
export const editOf = (paragraph: LaidParagraph, typed: string): Edit | undefined => {
  const before = paragraph.text;
  const after = typed.replaceAll(/\s+/g, ' ').trim();
  if (after === before) return undefined;
  const start = commonStart(before, after);
  const end = Math.min(commonEnd(before, after), before.length - start, after.length - start);
  const first = firstTouched(paragraph, start, after);
  const last = lastTouched(paragraph, before.length - end, after.length - end, after);
  const from = first < paragraph.words.length ? Math.min(paragraph.offsets[first] ?? 0, start) : start;
  const untouched = paragraph.offsets[last] ?? before.length;
  const to = after.length - (before.length - untouched);
  return {
    first: paragraph.first + first,
    last: paragraph.first + Math.max(first, last),
    written: toWords(after.slice(from, to)),
  };
};

/** Splits scripts without spaces by the browser's dictionary. */
export const toWords = (text: string): string[] =>
  text
    .split(/\s+/)
    .filter((word) => word !== '')
    .flatMap((word) => cutWord(word, Number.POSITIVE_INFINITY));

const commonStart = (a: string, b: string): number => {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length += 1;
  return length;
};

const commonEnd = (a: string, b: string): number => {
  let length = 0;
  while (length < a.length && length < b.length && a.at(-1 - length) === b.at(-1 - length)) length += 1;
  return length;
};

/** The word where the texts start to differ, or the one before if letters were appended to it. */
const firstTouched = ({ words, offsets }: LaidParagraph, start: number, after: string): number => {
  const inside = offsets.findIndex((offset, at) => offset + (words[at]?.text.length ?? 0) > start);
  const at = inside < 0 ? words.length : inside;
  const isGlued = start > 0 && isLetterPair(after[start - 1], after[start]);
  const isBetween = (offsets[at] ?? Number.POSITIVE_INFINITY) >= start;
  return isGlued && isBetween && at > 0 ? at - 1 : at;
};

/** The first word after the difference. */
const lastTouched = (
  { words, offsets }: LaidParagraph,
  end: number,
  endAfter: number,
  after: string,
): number => {
  const behind = offsets.findIndex((offset) => offset >= end);
  const at = behind < 0 ? words.length : behind;
  const isGlued = offsets[at] === end && isLetterPair(after[endAfter - 1], after[endAfter]);
  return isGlued ? at + 1 : at;
};

/** Whether two letters belong to one word, in a script with spaces. */
const isLetterPair = (before: string | undefined, next: string | undefined): boolean =>
  before !== undefined &&
  next !== undefined &&
  /\S/.test(before) &&
  /\S/.test(next) &&
  isSpaced(before, next);
