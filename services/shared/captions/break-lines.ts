// Breaks a cue into lines: one if it fits, otherwise two, broken at a phrase and about equally long. `cues.ts` decides
// which pieces form a cue.
import type { Piece } from './pieces.ts';

/** The guideline of broadcasters (BBC, Netflix), with at most two lines: more would cover the picture. */
export const LINE_COLUMNS = 42;

/** The end of a line interrupts less than the end of a cue. */
const PHRASE_WEIGHT = 0.3;
const UNEVEN_WEIGHT = 0.3;
/** A short line above a long one covers less of the picture than the reverse. */
const TOP_HEAVY_WEIGHT = 0.1;

/** `after` is the index of the last piece on the first of two lines. */
export type LineBreak = { cost: number; after?: number };

const ONE_LINE: LineBreak = { cost: 0 };

/** The best break of the pieces from `from` to `to`; undefined if they need more than two lines. */
export const findLineBreak = (pieces: Piece[], from: number, to: number): LineBreak | undefined => {
  const left = pieces[from]?.left ?? 0;
  const right = pieces[to]?.right ?? 0;
  if (right - left <= LINE_COLUMNS) return ONE_LINE;
  let best: { cost: number; after: number } | undefined;
  for (let after = to - 1; after >= from; after--) {
    const [top, next] = [pieces[after], pieces[after + 1]];
    if (!top || !next || right - next.left > LINE_COLUMNS) break;
    if (top.right - left > LINE_COLUMNS) continue;
    const more = top.right - left - (right - next.left);
    const uneven = UNEVEN_WEIGHT * Math.abs(more) + TOP_HEAVY_WEIGHT * Math.max(0, more);
    const cost = PHRASE_WEIGHT * top.breakCost + uneven;
    if (!best || cost < best.cost) best = { cost, after };
  }
  return best;
};

export const toLines = (pieces: Piece[], from: number, to: number): string[] => {
  const after = findLineBreak(pieces, from, to)?.after ?? to;
  const lines = [joined(pieces.slice(from, after + 1)), joined(pieces.slice(after + 1, to + 1))];
  return lines.filter((line) => line !== '');
};

const joined = (pieces: Piece[]): string =>
  pieces
    .map(({ text, left }, index) => (index > 0 && left > (pieces[index - 1]?.right ?? 0) ? ` ${text}` : text))
    .join('');
