// Groups the matches in a lecture into passages, with the words around them.
import type { Match } from './matches.ts';

/** The words [from, to), which include the matches. */
export type Passage = { from: number; to: number; at: number; matched: Set<number>; score: number };

/** Matches this close are shown as one passage. */
const APART_WORDS = 12;
const WORDS_BEFORE = 8;
const WORDS_AFTER = 14;

/** @returns the passages in the order of the lecture. */
export const toPassages = (matches: Match[], wordCount: number): Passage[] => {
  const groups: Match[][] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (const match of matches) {
    const group = groups.at(-1);
    if (group && match.first - last <= APART_WORDS) group.push(match);
    else groups.push([match]);
    last = Math.max(last, match.last);
  }
  return groups.map((group) => toPassage(group, wordCount));
};

/** @returns the best passages, in the order of the lecture. */
export const bestPassages = (passages: Passage[], most: number): Passage[] =>
  passages
    .toSorted((a, b) => b.score - a.score || a.at - b.at)
    .slice(0, most)
    .toSorted((a, b) => a.at - b.at);

const toPassage = (group: Match[], wordCount: number): Passage => {
  const best = new Map<number, number>();
  const matched = new Set<number>();
  for (const { first, last, sought, weight } of group) {
    best.set(sought, Math.max(best.get(sought) ?? 0, weight));
    for (let word = first; word <= last; word += 1) matched.add(word);
  }
  const words = [...matched];
  const [first, last] = [Math.min(...words), Math.max(...words)];
  return {
    from: Math.max(0, first - WORDS_BEFORE),
    to: Math.min(wordCount, Math.min(last, first + WORDS_AFTER) + WORDS_AFTER),
    at: first,
    matched,
    score: [...best.values()].reduce((sum, weight) => sum + weight, 0),
  };
};
