// Measures whether two hearings of a speaker agree. Words in, a number out.
import type { Word } from '../../shared/contracts/transcript.ts';

/** The share of the second hearing's words that the first has in the same order; 0 if either has no words. */
export const agreementOf = (first: Word[], second: Word[]): number => {
  const [ours, theirs] = [first.map(plain), second.map(plain)];
  let row = ours.map(() => 0);
  for (const word of theirs) {
    const next: number[] = [];
    for (const [column, other] of ours.entries())
      next.push(
        word === other ? (row[column - 1] ?? 0) + 1 : Math.max(row[column] ?? 0, next[column - 1] ?? 0),
      );
    row = next;
  }
  return theirs.length === 0 ? 0 : (row.at(-1) ?? 0) / theirs.length;
};

const plain = ({ text }: Word): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
