// Compares two texts word by word.
import { diffArrays } from 'diff';
import { foldWord } from './fold.ts';

/** The words [from, to) in which `before` and `after` differ. Between hunks and around them, the texts are equal. */
export type Hunk = { before: [from: number, to: number]; after: [from: number, to: number] };

/** @param isEqual by default, compares letters only. */
export const diffWords = (
  before: string[],
  after: string[],
  isEqual: (a: string, b: string) => boolean = (a, b) => foldWord(a) === foldWord(b),
): Hunk[] => {
  const hunks: Hunk[] = [];
  let [left, right] = [0, 0];
  for (const { added, removed, count } of diffArrays(before, after, { comparator: isEqual })) {
    const [fromLeft, fromRight] = [left, right];
    if (!added) left += count;
    if (!removed) right += count;
    if (!added && !removed) continue;
    const last = hunks.at(-1);
    // A replacement arrives as a removal and an insertion.
    if (last && last.before[1] === fromLeft && last.after[1] === fromRight)
      hunks[hunks.length - 1] = { before: [last.before[0], left], after: [last.after[0], right] };
    else hunks.push({ before: [fromLeft, left], after: [fromRight, right] });
  }
  return hunks;
};

/**
 * Inserted words have no time of their own: each such hunk that `wants` it is extended by the word before it, or, at the
 * start, by the one after it. Hunks that touch become one.
 */
export const withNeighbours = (hunks: Hunk[], wants: (hunk: Hunk) => boolean): Hunk[] => {
  const done: Hunk[] = [];
  for (const hunk of hunks) {
    const wide = hunk.before[0] === hunk.before[1] && wants(hunk) ? withNeighbour(hunk) : hunk;
    const last = done.at(-1);
    if (!last || wide.before[0] >= last.before[1]) done.push(wide);
    else
      done[done.length - 1] = {
        before: [last.before[0], wide.before[1]],
        after: [last.after[0], wide.after[1]],
      };
  }
  return done;
};

const withNeighbour = ({ before: [at], after: [first, last] }: Hunk): Hunk =>
  at > 0 ? { before: [at - 1, at], after: [first - 1, last] } : { before: [0, 1], after: [first, last + 1] };
