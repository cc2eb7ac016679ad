// Keeps the words of a course as numbers in typed arrays, and a search simply scans them: 900,000 words take a few
// milliseconds. So there are no postings to keep, phrases are rows of numbers, and 1,000 hours take 80 MB.

import type { LectureData } from '../../services/shared/page/lecture-data.ts';
import { inOrder } from '../../services/shared/text/order.ts';
import {
  countIn,
  type Match,
  type MatchCount,
  matchesIn,
  type Row,
  type Sought,
  type TitledRow,
  toMasks,
} from './matches.ts';
import { parseQuery, type Wanted } from './query.ts';
import { makeVocabulary, type Vocabulary } from './vocabulary.ts';

type Indexed = TitledRow & { lecture: LectureData };

export type FoundIn = {
  lecture: LectureData;
  score: number;
  /** The number of places in its text. */
  count: number;
  /** Whether it has all the words of the query. */
  isWhole: boolean;
  places(): Match[];
};

const NEAR_BONUS = 2;
const TITLE_BONUS = 1.5;
/** A bit mask holds no more. */
const MOST_SOUGHT = 31;

export const makeSearchIndex = () => {
  const vocabulary = makeVocabulary();
  const lectures = new Map<string, Indexed>();

  /** Replaces a lecture of the same name. */
  const add = (lecture: LectureData): void => {
    const title = toRow(vocabulary, lecture.name.split('/'));
    lectures.set(lecture.name, { lecture, title, ...toRow(vocabulary, lecture.text.split(' ')) });
  };

  /** Best first. Yields after each lecture, so that the page stays responsive. */
  function* searching(text: string): Generator<undefined, FoundIn[]> {
    const wanted = parseQuery(text).slice(0, MOST_SOUGHT);
    if (wanted.length === 0) return [];
    const sought = wanted.map((one) => toSought(vocabulary, one));
    const masks = toMasks(sought, vocabulary.size());
    const counted: Counted[] = [];
    for (const indexed of [...lectures.values()]) {
      counted.push({ indexed, ...countIn(indexed, sought, masks) });
      yield;
    }
    return inOrderOfWorth(counted, sought, masks);
  }

  /** The same, all at once. */
  const search = (text: string): FoundIn[] => {
    const steps = searching(text);
    for (;;) {
      const { done, value } = steps.next();
      if (done) return value;
    }
  };

  return { add, search, searching };
};

type Counted = MatchCount & { indexed: Indexed };

const inOrderOfWorth = (counted: Counted[], sought: Sought[], masks: Int32Array): FoundIn[] => {
  const rarity = sought.map((_, at) => {
    const holding = counted.filter(({ counts }) => (counts[at] ?? 0) > 0).length;
    return Math.log(1 + counted.length / (1 + holding)) + 0.1;
  });
  const found = counted
    .filter(({ counts }) => counts.some((count) => count > 0))
    .map(({ indexed, counts, best, isNear, inTitle, places }) => ({
      lecture: indexed.lecture,
      isWhole: counts.every((count) => count > 0),
      count: places,
      score:
        counts.reduce((sum, count, at) => sum + worthOf(count, best[at] ?? 0) * (rarity[at] ?? 0), 0) *
        (isNear ? NEAR_BONUS : 1) *
        (inTitle ? TITLE_BONUS : 1),
      places: () => matchesIn(indexed, sought, masks),
    }))
    // Files arrive in any order; equally good results are in the order of the course.
    .toSorted((a, b) => b.score - a.score || inOrder(a.lecture.name, b.lecture.name));
  const whole = found.filter(({ isWhole }) => isWhole);
  return whole.length > 0 ? whole : found;
};

const toRow = ({ numbersOf }: Vocabulary, texts: string[]): Row => {
  const terms: number[] = [];
  const words: number[] = [];
  for (const [word, text] of texts.entries())
    for (const number of numbersOf(text)) {
      terms.push(number);
      words.push(word);
    }
  return { terms: Int32Array.from(terms), words: Int32Array.from(words) };
};

/** In a phrase, only the last term may be the beginning of a word. */
const toSought = (vocabulary: Vocabulary, { terms, isExact }: Wanted): Sought =>
  terms.map((term, at) => {
    const fits = new Float32Array(vocabulary.size());
    for (const [number, weight] of vocabulary.meaningsOf(term, isExact || at < terms.length - 1))
      fits[number] = weight;
    return fits;
  });

/** More places count for more, but for less than another word of the query. */
const worthOf = (count: number, best: number): number => best * (1 + Math.log1p(count) / 4);
