// The words of a course as numbers in typed arrays: 900,000 of them are read from end to end in some milliseconds, which is
// all a search does. So there are no postings to keep, phrases are rows of numbers, and 1,000 hours are 80 MB.
import type { LectureData } from '../../services/shared/page/lecture-data.ts';
import { parseQuery, type Wanted } from './query.ts';
import { makeVocabulary, type Vocabulary } from './vocabulary.ts';

/** Terms by number, and for each the word of the lecture that it is of. */
type Row = { terms: Int32Array; words: Int32Array };
type Indexed = Row & { lecture: LectureData; title: Row };

/** Looked for: for each of its terms in a row how well every term of the course fits, by its number; 0 is not at all. */
type Sought = Float32Array[];

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
  const lectures = new Map<string, Indexed>();

  /** A lecture of the same name is replaced. */
  const add = (lecture: LectureData): void => {
    const title = toRow(vocabulary, lecture.name.split('/'));
    lectures.set(lecture.name, { lecture, title, ...toRow(vocabulary, lecture.text.split(' ')) });
  };

  /** Best first. */
  const search = (text: string): FoundIn[] => {
    const wanted = parseQuery(text).slice(0, MOST_SOUGHT);
    if (wanted.length === 0) return [];
    const sought = wanted.map((one) => toSought(vocabulary, one));
    const masks = toMasks(sought, vocabulary.size());
    const counted = [...lectures.values()].map((indexed) => ({
      indexed,
      ...countIn(indexed, sought, masks),
    }));
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
        places: () => placesIn(indexed, sought, masks),
      }))
      .toSorted((a, b) => b.score - a.score);
    const whole = found.filter(({ isWhole }) => isWhole);
    return whole.length > 0 ? whole : found;
  };

  return { add, search };
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
  terms.map((term, at) => {
    const fits = new Float32Array(vocabulary.size());
    for (const [number, weight] of vocabulary.meaningsOf(term, isExact || at < terms.length - 1))
      fits[number] = weight;
    return fits;
  });

/** For each term a bit for each thing that may begin with it. */
const toMasks = (sought: Sought[], size: number): Int32Array => {
  const masks = new Int32Array(size);
  for (const [at, [first]] of sought.entries())
    for (let number = 0; number < size; number += 1)
      if (first?.[number]) masks[number] = (masks[number] ?? 0) | (1 << at);
  return masks;
};

/** How well what is sought stands at a place; 0 where it does not. */
const weightAt = (terms: Int32Array, place: number, sought: Sought): number => {
  let weight = 1;
  for (let offset = 0; offset < sought.length && weight > 0; offset += 1)
    weight = Math.min(weight, sought[offset]?.[terms[place + offset] ?? -1] ?? 0);
  return weight;
};

type Counted = {
  /** By what is sought. */
  counts: Int32Array;
  best: Float32Array;
  places: number;
  isNear: boolean;
  inTitle: boolean;
};

const countIn = (indexed: Indexed, sought: Sought[], masks: Int32Array): Counted => {
  const counted = {
    counts: new Int32Array(sought.length),
    best: new Float32Array(sought.length),
    ...{ places: 0, isNear: false, inTitle: false },
  };
  countRow(indexed, sought, masks, counted);
  const { places } = counted;
  countRow(indexed.title, sought, masks, counted);
  return { ...counted, places, inTitle: counted.places > places };
};

/** The loop that all words of a course go through at each key: it makes no objects. */
const countRow = ({ terms }: Row, sought: Sought[], masks: Int32Array, counted: Counted): void => {
  const latest = new Int32Array(sought.length).fill(-NEAR_WORDS);
  for (let place = 0; place < terms.length; place += 1)
    for (let rest = masks[terms[place] ?? 0] ?? 0; rest !== 0; rest &= rest - 1) {
      const at = 31 - Math.clz32(rest & -rest);
      const weight = weightAt(terms, place, sought[at] ?? []);
      if (weight === 0) continue;
      latest[at] = place;
      countMatch(counted, at, weight);
      if (!counted.isNear && latest.length > 1) counted.isNear = isEachAfter(latest, place - NEAR_WORDS);
    }
};

const countMatch = (counted: Counted, at: number, weight: number): void => {
  const { counts, best } = counted;
  counts[at] = (counts[at] ?? 0) + 1;
  if (weight > (best[at] ?? 0)) best[at] = weight;
  counted.places += 1;
};

const isEachAfter = (latest: Int32Array, earliest: number): boolean => {
  for (let at = 0; at < latest.length; at += 1) if ((latest[at] ?? 0) <= earliest) return false;
  return true;
};

/** Many times in one lecture is worth more than once, and not as much as another word of the query. */
const worthOf = (count: number, best: number): number => best * (1 + Math.log1p(count) / 4);

const placesIn = ({ terms, words }: Indexed, sought: Sought[], masks: Int32Array): Match[] => {
  const places: Match[] = [];
  for (let place = 0; place < terms.length; place += 1)
    for (let rest = masks[terms[place] ?? 0] ?? 0; rest !== 0; rest &= rest - 1) {
      const at = 31 - Math.clz32(rest & -rest);
      const one = sought[at] ?? [];
      const weight = weightAt(terms, place, one);
      if (weight > 0)
        places.push({
          first: words[place] ?? 0,
          last: words[place + one.length - 1] ?? 0,
          sought: at,
          weight,
        });
    }
  return places;
};
