// Where the place of a correction is among the words of an engine, which need not be the engine that it was made for.
// A place in doubt is no place: a correction that is listed does less harm than one in the wrong place.
import { widthOf } from '../captions/script.ts';
import type { Span, Word } from '../contracts/transcript.ts';
import type { Correction } from './corrections.ts';
import { CONTEXT_WORDS, foldWord, foldWords } from './fold.ts';

/** Word times differ from one model to the next by less than 1.4 s nine times in ten. */
export const TOLERANCE_SECONDS = 2;
/** Where two models put one word at the same time. */
const SAME_SECONDS = 0.3;
/** Two places that are this equally near to where the correction was made cannot be told apart. */
const DOUBT_SECONDS = 0.05;
/** This many words around a place that are as they were are no accident. */
const ENOUGH_CONTEXT = 2;
/** A word this long is not said twice within seconds by accident. In columns: three Chinese characters, five letters. */
const RARE_COLUMNS = 5;
/** How many more words, or fewer, another model may hear in a place. */
const MORE_WORDS = 2;
/** Speech without words, which a correction filled by its times alone; and how far words may reach into it. */
const GAP_SECONDS = 0.5;
const REACH_SECONDS = 0.25;

/** The words [from, to); how many words around them are as they were, and how many seconds they are off. */
export type WordMatch = { from: number; to: number; context: number; distance: number };

export type NoMatch = 'notFound' | 'ambiguous';

/** @param words in rising order of their starts. */
export const findPlace = (words: Word[], correction: Correction): WordMatch | NoMatch => {
  const look = lookAround(words, correction);
  const equal = equalWords(look);
  // Where the words themselves are, the words around them may be others.
  const others = [...betweenContext(look), ...freeTime(look)].filter(
    (place) => !equal.some(({ from, to }) => from < place.to && place.from < to),
  );
  const places = [...equal, ...others].filter(isFirst);
  const [best, second] = places.toSorted((a, b) => b.context - a.context || a.distance - b.distance);
  if (!best) return 'notFound';
  const isDoubtful = second?.context === best.context && second.distance - best.distance < DOUBT_SECONDS;
  if (isDoubtful) return 'ambiguous';
  return { ...best, from: best.from + look.offset, to: best.to + look.offset };
};

const isFirst = ({ from, to }: WordMatch, index: number, all: WordMatch[]): boolean =>
  all.findIndex((other) => other.from === from && other.to === to) === index;

/** The words in reach of a correction's time, and what they look like. */
type Look = {
  correction: Correction;
  words: Word[];
  folded: string[];
  /** Of the first of them in the lecture. */
  offset: number;
  isWhole: { start: boolean; end: boolean };
};

const lookAround = (words: Word[], correction: Correction): Look => {
  const isBefore = (time: number) => (word: Word) => word.start < time;
  const first = countWhile(words, isBefore(correction.start - TOLERANCE_SECONDS));
  const last = countWhile(words, isBefore(correction.end + TOLERANCE_SECONDS));
  const [from, to] = [Math.max(0, first - CONTEXT_WORDS), last + CONTEXT_WORDS];
  const near = words.slice(from, to);
  return {
    correction,
    words: near,
    folded: near.map(({ text }) => foldWord(text)),
    offset: from,
    isWhole: { start: from === 0, end: to >= words.length },
  };
};

/** How many words at the front the rule holds for; it holds for none behind one for which it does not. */
const countWhile = (words: Word[], holds: (word: Word) => boolean): number => {
  let [low, high] = [0, words.length];
  while (low < high) {
    const mid = (low + high) >> 1;
    const word = words[mid];
    if (word && holds(word)) low = mid + 1;
    else high = mid;
  }
  return low;
};

/** Words that are those that were heard, or that say already what was written. */
const equalWords = (look: Look): WordMatch[] => {
  const { heard, written } = look.correction;
  return [heard, written].flatMap((texts) => {
    const isRare = widthOf(foldWords(texts)) >= RARE_COLUMNS;
    return runsOf(look, foldWords(texts)).filter(
      ({ context, distance }) =>
        distance <= TOLERANCE_SECONDS && (isRare || distance <= SAME_SECONDS || context >= ENOUGH_CONTEXT),
    );
  });
};

/** All runs of words that have these letters, however they are divided. */
const runsOf = (look: Look, letters: string): WordMatch[] => {
  const places: WordMatch[] = [];
  if (letters === '') return places;
  for (const from of look.folded.keys()) {
    let run = '';
    for (let to = from; to < look.folded.length && run.length < letters.length; to += 1) {
      run += look.folded[to];
      if (run === letters) places.push(placeAt(look, from, to + 1));
      if (!letters.startsWith(run)) break;
    }
  }
  return places;
};

/** Whatever is heard now between the words that stood around the place. */
const betweenContext = (look: Look): WordMatch[] => {
  const { heard, written, before, after } = look.correction;
  const [least, most] = [heard.length, Math.max(heard.length, written.length)];
  const isLikely = (count: number) =>
    count >= Math.min(least, Math.max(1, least - MORE_WORDS)) && count <= most + MORE_WORDS;
  const isRare = widthOf(foldWords([...before.slice(-2), ...after.slice(0, 2)])) >= 2 * RARE_COLUMNS;
  const edges = [...look.words.keys(), look.words.length];
  const froms = edges.filter((at) =>
    isAnchored(contextBefore(look, at), before.length, at === 0 && look.isWhole.start),
  );
  const tos = edges.filter((at) =>
    isAnchored(contextAfter(look, at), after.length, at === look.words.length && look.isWhole.end),
  );
  return froms
    .flatMap((from) =>
      tos.filter((to) => to >= from && isLikely(to - from)).map((to) => placeAt(look, from, to)),
    )
    .filter(({ distance }) => distance <= (isRare ? TOLERANCE_SECONDS : SAME_SECONDS));
};

/** Two words on each side, as far as there were any: the lecture may begin or end there. */
const isAnchored = (equal: number, of: number, isEdge: boolean): boolean =>
  of === 0 ? isEdge : equal >= Math.min(of, ENOUGH_CONTEXT);

/** Time without words, where nothing was heard when the correction was made. */
const freeTime = (look: Look): WordMatch[] => {
  const { correction, words } = look;
  const { start, end, heard } = correction;
  if (heard.length > 0 || end - start < GAP_SECONDS) return [];
  const reached = words.reduce((sum, word) => sum + Math.max(0, shared(word, correction)), 0);
  if (reached > REACH_SECONDS) return [];
  const from = words.filter((word) => middle(word) < middle(correction)).length;
  return [placeAt(look, from, from)];
};

const placeAt = (look: Look, from: number, to: number): WordMatch => ({
  ...{ from, to },
  context: contextBefore(look, from) + contextAfter(look, to),
  distance: Math.abs(middle(spanOf(look, from, to)) - middle(look.correction)),
});

/** Where there are no words, the pause between two. */
const spanOf = ({ words, correction }: Look, from: number, to: number): Span => {
  const [first, last] = [words[from], words[to - 1]];
  if (to > from) return { start: first?.start ?? 0, end: last?.end ?? 0 };
  // A pause may be long, and the place is in it wherever the correction was.
  const pause = { start: last?.end ?? correction.start, end: first?.start ?? correction.end };
  return {
    start: Math.min(Math.max(correction.start, pause.start), pause.end),
    end: Math.max(Math.min(correction.end, pause.end), pause.start),
  };
};

const contextBefore = ({ folded, correction }: Look, from: number): number =>
  countEqual(correction.before.toReversed(), (step) => folded[from - 1 - step]);

const contextAfter = ({ folded, correction }: Look, to: number): number =>
  countEqual(correction.after, (step) => folded[to + step]);

const countEqual = (texts: string[], at: (step: number) => string | undefined): number => {
  const different = texts.findIndex((text, step) => foldWord(text) !== at(step));
  return different < 0 ? texts.length : different;
};

const middle = ({ start, end }: Span): number => (start + end) / 2;
const shared = (a: Span, b: Span): number => Math.min(a.end, b.end) - Math.max(a.start, b.start);
