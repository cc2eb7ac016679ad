// Prepares words for layout: whole milliseconds in rising order, no piece wider than a line, and the cost of a break
// after each. `cues.ts` groups them.
import type { Word } from '../contracts/transcript.ts';
import { breakCost, COST, endsSentence, PAUSE_MS } from './phrases.ts';
import { cutWord, isSpaced, widthOf } from './script.ts';

export type Piece = {
  text: string;
  /** Milliseconds. */
  start: number;
  end: number;
  /** Columns from the first piece of all, as if everything were on one line. */
  left: number;
  right: number;
  /** The cost of ending a line or a cue after this piece. */
  breakCost: number;
  /** The cost of continuing the cue after it, summed over all pieces so far. */
  skipCost: number;
};

type Part = Pick<Piece, 'text' | 'start' | 'end'> & {
  /** Whether it is the last piece of its word. */
  isLast: boolean;
};

// BBC: a cue holds one sentence, or two short ones.
const SKIPPED_SENTENCE = 120;
const SKIPPED_PAUSE = 300;
/** Per millisecond of a shorter pause. */
const SKIPPED_MS = 0.05;

const BLANK = /[\s\p{Cc}]+/u;

export const toPieces = (words: Word[], width: number): Piece[] => {
  const parts = toParts(words, width);
  const pieces: Piece[] = [];
  for (const [index, { text, start, end, isLast }] of parts.entries()) {
    const [before, next] = [pieces.at(-1), parts[index + 1]];
    const left = before ? before.right + gapBetween(parts[index - 1], text) : 0;
    const pause = next ? Math.max(0, next.start - end) : 0;
    const isInside = !isLast && next && isSpaced(text, next.text);
    pieces.push({
      text,
      start,
      end,
      left,
      // Count a mark without width as one column: the search for breaks is bounded by the width.
      right: left + Math.max(1, widthOf(text)),
      breakCost: isInside ? COST.inside : breakCost(text, next?.text ?? '', pause),
      skipCost: (before?.skipCost ?? 0) + skipCost(text, next?.text, pause),
    });
  }
  return pieces;
};

const gapBetween = (before: Part | undefined, text: string): number =>
  before?.isLast && isSpaced(before.text, text) ? 1 : 0;

const skipCost = (text: string, next: string | undefined, pause: number): number =>
  (endsSentence(text, next) ? SKIPPED_SENTENCE : 0) +
  (pause >= PAUSE_MS ? SKIPPED_PAUSE : pause * SKIPPED_MS);

/** Starts never decrease and no end precedes its start, however rough the engine's times are. */
const toParts = (words: Word[], width: number): Part[] => {
  let start = 0;
  return words.flatMap((word, index) => {
    start = Math.max(start, milliseconds(word.start));
    const end = Math.max(start, milliseconds(word.end));
    const next = words[index + 1];
    // A piece starts before the next word, even if the engine's words overlap.
    const latest = next ? Math.min(end, Math.max(start, milliseconds(next.start))) : end;
    const parts = spread(cutText(word.text, width), start, latest);
    const last = parts.at(-1);
    if (last) last.end = end;
    start = last?.start ?? start;
    return parts;
  });
};

const milliseconds = (seconds: number): number => Math.round(seconds * 1_000);

type Cut = Pick<Part, 'text' | 'isLast'>;

/** Drops blanks: an empty line would end a cue. */
const cutText = (text: string, width: number): Cut[] =>
  text
    .split(BLANK)
    .filter((word) => word !== '')
    .flatMap((word) =>
      cutWord(word, width).map((part, index, parts) => ({ text: part, isLast: index === parts.length - 1 })),
    );

/** Divides the time of a word among its pieces by their widths. */
const spread = (cuts: Cut[], start: number, end: number): Part[] => {
  const whole = cuts.reduce((sum, { text }) => sum + widthOf(text), 0) || 1;
  let done = 0;
  return cuts.map((cut) => {
    const from = start + Math.round(((end - start) * done) / whole);
    done += widthOf(cut.text);
    return { ...cut, start: from, end: start + Math.round(((end - start) * done) / whole) };
  });
};
