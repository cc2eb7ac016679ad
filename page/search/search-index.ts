// The words of a course as numbers in typed arrays: 900,000 of them are read from end to end in some milliseconds, which is
// all a search does. So there are no postings to keep, phrases are rows of numbers, and 1,000 hours are 80 MB.
import type { LectureData } from '../../services/shared/page/lecture-data.ts';
import { parseQuery, type Wanted } from './query.ts';
import { type Meanings, makeVocabulary, type Vocabulary } from './vocabulary.ts';

/** Terms by number, and for each the word of the lecture that it is of. */
type Row = { terms: Int32Array; words: Int32Array };
type Indexed = Row & { lecture: LectureData; title: Row };

/** Looked for: for each of its terms in a row what it may be. */
export type Sought = Meanings[];

/** Words that belong to one thing that is looked for: from `first` to `last`. */
export type Match = { first: number; last: number; sought: number; weight: number };

export type FoundIn = {
  lecture: LectureData;
  score: number;
  /** Places in its text. */
  count: number;
  /** True where all that was looked for is in it. */
  isWhole: boolean;
  places(): Match[];
};

/** Words that stand as near belong together. */
const NEAR_WORDS = 25;
const NEAR_BONUS = 2;
const TITLE_BONUS = 1.5;
/** Of a bit mask. */
const MOST_SOUGHT = 31;

export const makeSearchIndex = () => {
  const vocabulary = makeVocabulary();
  const lectures: Indexed[] = [];

  const add = (lecture: LectureData): void => {
    const title = toRow(vocabulary, lecture.name.split('/'));
    lectures.push({ lecture, title, ...toRow(vocabulary, lecture.text.split(' ')) });
  };

  /** Best first. */
  const search = (text: string): FoundIn[] => {
    const wanted = parseQuery(text).slice(0, MOST_SOUGHT);
    if (wanted.length === 0) return [];
    const sought = wanted.map((one) => toSought(vocabulary, one));
    const masks = toMasks(sought, vocabulary.size());
    const counted = lectures.map((indexed) => ({ indexed, ...countIn(indexed, sought, masks) }));
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
          (isNear && sought.length > 1 ? NEAR_BONUS : 1) *
          (inTitle ? TITLE_BONUS : 1),
        places: () => placesIn(indexed, sought, masks),
      }))
      .toSorted((a, b) => b.score - a.score);
    const whole = found.filter(({ isWhole }) => isWhole);
    return whole.length > 0 ? whole : found;
  };

  return { add, search, size: () => lectures.length };
};
export type SearchIndex = ReturnType<typeof makeSearchIndex>;

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

/** Of several terms that follow each other only the last may be the beginning of a word. */
const toSought = (vocabulary: Vocabulary, { terms, isExact }: Wanted): Sought =>
  terms.map((term, at) => vocabulary.meaningsOf(term, isExact || at < terms.length - 1));

/** For each term a bit for each thing that may begin with it. */
const toMasks = (sought: Sought[], size: number): Int32Array => {
  const masks = new Int32Array(size);
  for (const [at, [first]] of sought.entries())
    for (const number of first?.keys() ?? []) masks[number] = (masks[number] ?? 0) | (1 << at);
  return masks;
};

/** How well what is sought stands at a place; 0 where it does not. */
const weightAt = ({ terms }: Row, place: number, sought: Sought): number => {
  let weight = 1;
  for (const [offset, meanings] of sought.entries()) {
    weight = Math.min(weight, meanings.get(terms[place + offset] ?? -1) ?? 0);
    if (weight === 0) return 0;
  }
  return weight;
};

type Counted = { counts: number[]; best: number[]; places: number; isNear: boolean; inTitle: boolean };

const countIn = (indexed: Indexed, sought: Sought[], masks: Int32Array): Counted => {
  const counts = sought.map(() => 0);
  const best = sought.map(() => 0);
  const latest = sought.map(() => Number.NEGATIVE_INFINITY);
  let [places, isNear, inTitle] = [0, false, false];
  const note = (at: number, weight: number): void => {
    counts[at] = (counts[at] ?? 0) + 1;
    best[at] = Math.max(best[at] ?? 0, weight);
  };
  eachMatch(indexed, sought, masks, (at, place, weight) => {
    note(at, weight);
    places += 1;
    latest[at] = place;
    isNear ||= Math.min(...latest) > place - NEAR_WORDS;
  });
  eachMatch(indexed.title, sought, masks, (at, _, weight) => {
    note(at, weight);
    inTitle = true;
  });
  return { counts, best, places, isNear, inTitle };
};

const eachMatch = (
  row: Row,
  sought: Sought[],
  masks: Int32Array,
  visit: (sought: number, place: number, weight: number) => void,
): void => {
  const { terms } = row;
  for (let place = 0; place < terms.length; place += 1) {
    const mask = masks[terms[place] ?? 0] ?? 0;
    if (mask === 0) continue;
    for (const [at, one] of sought.entries()) {
      if ((mask & (1 << at)) === 0) continue;
      const weight = weightAt(row, place, one);
      if (weight > 0) visit(at, place, weight);
    }
  }
};

/** Many times in one lecture is worth more than once, and not as much as another word of the query. */
const worthOf = (count: number, best: number): number => best * (1 + Math.log1p(count) / 4);

const placesIn = (indexed: Indexed, sought: Sought[], masks: Int32Array): Match[] => {
  const places: Match[] = [];
  eachMatch(indexed, sought, masks, (at, place, weight) => {
    const last = place + (sought[at]?.length ?? 1) - 1;
    places.push({
      first: indexed.words[place] ?? 0,
      last: indexed.words[last] ?? 0,
      sought: at,
      weight,
    });
  });
  return places;
};
