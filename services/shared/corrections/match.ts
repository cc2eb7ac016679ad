// Finds the place of a correction among the words of any engine, not only of the one it was made for. If in doubt, it
// finds none: a correction that is listed as unmatched does less harm than one in the wrong place.
import { widthOf } from '../captions/script.ts';
import { middleOf } from '../contracts/spans.ts';
import type { Span, Word } from '../contracts/transcript.ts';
import type { Correction } from './corrections.ts';
import { foldWords } from './fold.ts';
import {
  contextAfter,
  contextBefore,
  type Nearby,
  placeAt,
  TOLERANCE_SECONDS,
  type WordMatch,
  wordsNear,
} from './nearby.ts';

/** Two models time the same word this close together. */
const SAME_SECONDS = 0.3;
/** Two places whose distances differ less than this are ambiguous. */
const DOUBT_SECONDS = 0.05;
/** This many matching words around a place are no coincidence. */
const ENOUGH_CONTEXT = 2;
/** A word this long rarely occurs twice within seconds. In columns: three Chinese characters, five letters. */
const RARE_COLUMNS = 5;
/** How far the number of words in a place may differ between models. */
const MORE_WORDS = 2;
/** For corrections that filled speech without words: how far words may reach into their time. */
const GAP_SECONDS = 0.5;
const REACH_SECONDS = 0.25;

export type NoMatch = 'notFound' | 'ambiguous';

/** @param words sorted by their starts. */
export const findPlace = (words: Word[], correction: Correction): WordMatch | NoMatch => {
  const near = wordsNear(words, correction);
  const equal = equalWords(near);
  // If the words themselves match, the words around them may differ.
  const others = [...betweenContext(near), ...freeTime(near)].filter(
    (place) => !equal.some(({ from, to }) => from < place.to && place.from < to),
  );
  const places = [...equal, ...others].filter(isFirst);
  const [best, second] = places.toSorted((a, b) => b.context - a.context || a.distance - b.distance);
  if (!best) return 'notFound';
  const isDoubtful = second?.context === best.context && second.distance - best.distance < DOUBT_SECONDS;
  if (isDoubtful) return 'ambiguous';
  return { ...best, from: best.from + near.offset, to: best.to + near.offset };
};

const isFirst = ({ from, to }: WordMatch, index: number, all: WordMatch[]): boolean =>
  all.findIndex((other) => other.from === from && other.to === to) === index;

/** Words that match what was heard or what was written. */
const equalWords = (near: Nearby): WordMatch[] => {
  const { heard, written } = near.correction;
  return [heard, written].flatMap((texts) => {
    const isRare = widthOf(foldWords(texts)) >= RARE_COLUMNS;
    return runsOf(near, foldWords(texts)).filter(
      ({ context, distance }) =>
        distance <= TOLERANCE_SECONDS && (isRare || distance <= SAME_SECONDS || context >= ENOUGH_CONTEXT),
    );
  });
};

/** All runs of words with these letters, however they are divided. */
const runsOf = (near: Nearby, letters: string): WordMatch[] => {
  const places: WordMatch[] = [];
  if (letters === '') return places;
  for (const from of near.folded.keys()) {
    let run = '';
    for (let to = from; to < near.folded.length && run.length < letters.length; to += 1) {
      run += near.folded[to];
      if (run === letters) places.push(placeAt(near, from, to + 1));
      if (!letters.startsWith(run)) break;
    }
  }
  return places;
};

/** Whatever is between the words that were around the place. */
const betweenContext = (near: Nearby): WordMatch[] => {
  const { heard, written, before, after } = near.correction;
  const [least, most] = [heard.length, Math.max(heard.length, written.length)];
  const isLikely = (count: number) =>
    count >= Math.min(least, Math.max(1, least - MORE_WORDS)) && count <= most + MORE_WORDS;
  const isRare = widthOf(foldWords([...before.slice(-2), ...after.slice(0, 2)])) >= 2 * RARE_COLUMNS;
  const edges = [...near.words.keys(), near.words.length];
  const froms = edges.filter((at) =>
    isAnchored(contextBefore(near, at), before.length, at === 0 && near.isWhole.start),
  );
  const tos = edges.filter((at) =>
    isAnchored(contextAfter(near, at), after.length, at === near.words.length && near.isWhole.end),
  );
  return froms
    .flatMap((from) =>
      tos.filter((to) => to >= from && isLikely(to - from)).map((to) => placeAt(near, from, to)),
    )
    .filter(({ distance }) => distance <= (isRare ? TOLERANCE_SECONDS : SAME_SECONDS));
};

/** Two words on each side match, or all that there are at the start or end of the lecture. */
const isAnchored = (equal: number, of: number, isEdge: boolean): boolean =>
  of === 0 ? isEdge : equal >= Math.min(of, ENOUGH_CONTEXT);

/** A pause, for a correction that was made where nothing was heard. */
const freeTime = (near: Nearby): WordMatch[] => {
  const { correction, words } = near;
  const { start, end, heard } = correction;
  if (heard.length > 0 || end - start < GAP_SECONDS) return [];
  const reached = words.reduce((sum, word) => sum + Math.max(0, shared(word, correction)), 0);
  if (reached > REACH_SECONDS) return [];
  const from = words.filter((word) => middleOf(word) < middleOf(correction)).length;
  return [placeAt(near, from, from)];
};

const shared = (a: Span, b: Span): number => Math.min(a.end, b.end) - Math.max(a.start, b.start);
