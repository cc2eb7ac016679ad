// Numbers all terms of a course, and finds those that a typed word may mean.
import SearchableMap from 'minisearch/SearchableMap';
import { termsOf } from './terms.ts';

/** Numbers of terms, and how well each fits: 1 is an exact match. */
type Meanings = Map<number, number>;

/** For the beginning of a word; the more of it was typed, the better. */
const PREFIX_WEIGHT = 0.7;
const MISSPELT_WEIGHT = 0.35;
const TWICE_MISSPELT_WEIGHT = 0.15;
/** Shorter words allow fewer typos, since too many other words are one typo away. */
const LETTERS_OF_ONE_SLIP = 5;
const LETTERS_OF_TWO_SLIPS = 8;
/** week1 is not a misspelling of week2. */
const HAS_DIGIT = /\p{N}/u;

export type Vocabulary = {
  /** The numbers of the terms in a word of a transcript. */
  numbersOf(word: string): readonly number[];
  meaningsOf(term: string, isExact: boolean): Meanings;
  size(): number;
};

export const makeVocabulary = (): Vocabulary => {
  const tree = new SearchableMap<number>();
  const numbers = new Map<string, number>();
  /** A cache: words repeat a lot in a course. */
  const known = new Map<string, readonly number[]>();

  const numberOf = (term: string): number => {
    const old = numbers.get(term);
    if (old !== undefined) return old;
    const number = numbers.size;
    numbers.set(term, number);
    tree.set(term, number);
    return number;
  };

  const numbersOf = (word: string): readonly number[] => {
    const old = known.get(word);
    if (old) return old;
    const found = termsOf(word).map(numberOf);
    known.set(word, found);
    return found;
  };

  /** Better matches come later and replace weaker ones. */
  const meaningsOf = (term: string, isExact: boolean): Meanings =>
    new Map([...(isExact ? [] : [...misspelt(term), ...longer(term)]), ...same(term, 1)]);

  const same = (term: string, weight: number): [number, number][] => {
    const number = numbers.get(term);
    return number === undefined ? [] : [[number, weight]];
  };
  const misspelt = (term: string): [number, number][] => [
    ...[...tree.fuzzyGet(term, slipsOf(term)).values()].map(([number, slips]): [number, number] => [
      number,
      slips > 1 ? TWICE_MISSPELT_WEIGHT : MISSPELT_WEIGHT,
    ]),
    ...transposed(term).flatMap((other) => same(other, MISSPELT_WEIGHT)),
  ];
  /** Scans all terms, which is faster than walking the tree through the thousands that start with one letter. */
  const longer = (term: string): [number, number][] => {
    const found: [number, number][] = [];
    for (const [whole, number] of numbers)
      if (whole.startsWith(term))
        found.push([number, PREFIX_WEIGHT * (0.5 + term.length / whole.length / 2)]);
    return found;
  };

  return { numbersOf, meaningsOf, size: () => numbers.size };
};

/** Swapped letters are the most common typo, but count as two changes in an edit distance. */
const transposed = (term: string): string[] =>
  term.length < LETTERS_OF_ONE_SLIP || HAS_DIGIT.test(term)
    ? []
    : Array.from(
        { length: term.length - 1 },
        (_, at) => term.slice(0, at) + (term[at + 1] ?? '') + (term[at] ?? '') + term.slice(at + 2),
      );

const slipsOf = (term: string): number => {
  if (term.length < LETTERS_OF_ONE_SLIP || HAS_DIGIT.test(term)) return 0;
  return term.length < LETTERS_OF_TWO_SLIPS ? 1 : 2;
};
