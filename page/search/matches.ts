// The inner loops of a search: for each key they scan all words of the course, so they allocate as little as possible.

/** The numbers of a text's terms, and for each the index of its word. */
export type Row = { terms: Int32Array; words: Int32Array };
export type TitledRow = Row & { title: Row };

/** A word or phrase of the query: for each of its terms, how well every term of the course fits, from 0 to 1. */
export type Sought = Float32Array[];

/** The words from `first` to `last`, which match one word or phrase of the query. */
export type Match = { first: number; last: number; sought: number; weight: number };

/** Matches this close belong together. */
const NEAR_WORDS = 25;

/** For each term, a bit for each word or phrase that may start with it. */
export const toMasks = (sought: Sought[], size: number): Int32Array => {
  const masks = new Int32Array(size);
  for (const [at, [first]] of sought.entries())
    for (let number = 0; number < size; number += 1)
      if (first?.[number]) masks[number] = (masks[number] ?? 0) | (1 << at);
  return masks;
};

/** How well a word or phrase matches at a place; 0 if it does not. */
const weightAt = (terms: Int32Array, place: number, sought: Sought): number => {
  let weight = 1;
  for (let offset = 0; offset < sought.length && weight > 0; offset += 1)
    weight = Math.min(weight, sought[offset]?.[terms[place + offset] ?? -1] ?? 0);
  return weight;
};

export type MatchCount = {
  /** One for each word or phrase of the query. */
  counts: Int32Array;
  best: Float32Array;
  places: number;
  isNear: boolean;
  inTitle: boolean;
};

export const countIn = (lecture: TitledRow, sought: Sought[], masks: Int32Array): MatchCount => {
  const counted = {
    counts: new Int32Array(sought.length),
    best: new Float32Array(sought.length),
    ...{ places: 0, isNear: false, inTitle: false },
  };
  countRow(lecture, sought, masks, counted);
  const { places } = counted;
  countRow(lecture.title, sought, masks, counted);
  return { ...counted, places, inTitle: counted.places > places };
};

const countRow = ({ terms }: Row, sought: Sought[], masks: Int32Array, counted: MatchCount): void => {
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

const countMatch = (counted: MatchCount, at: number, weight: number): void => {
  const { counts, best } = counted;
  counts[at] = (counts[at] ?? 0) + 1;
  if (weight > (best[at] ?? 0)) best[at] = weight;
  counted.places += 1;
};

const isEachAfter = (latest: Int32Array, earliest: number): boolean => {
  for (let at = 0; at < latest.length; at += 1) if ((latest[at] ?? 0) <= earliest) return false;
  return true;
};

export const matchesIn = ({ terms, words }: Row, sought: Sought[], masks: Int32Array): Match[] => {
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
