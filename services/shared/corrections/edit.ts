// Turns an edit into corrections. An edit gives new words for some of a lecture's current words.
import type { Span, Transcript, Word } from '../contracts/transcript.ts';
import { applyCorrections, asHeard, type Corrected, wordsOfTranscript } from './apply.ts';
import type { Correction } from './corrections.ts';
import { CONTEXT_WORDS, foldWords } from './fold.ts';
import { diffWords, withNeighbours } from './hunks.ts';

/** A pause this long has room for new words; in a shorter one they share the time of the word before. */
const ROOM_SECONDS = 0.5;

/** Replaces the words [first, last) of the corrected lecture by `written`; if they are equal, it inserts them. */
export type Edit = {
  first: number;
  last: number;
  written: string[];
  /** When the inserted words are said in their pause; by default, at its start. */
  span?: Span;
};

export type EditOptions = Pick<Correction, 'lecture' | 'made' | 'everywhere'>;

/**
 * Returns the lecture's corrections after an edit. The new ones include earlier ones in the same place; words that are
 * the engine's again need none.
 * @param corrections of this lecture only.
 */
export const addEdit = (
  transcript: Pick<Transcript, 'segments'>,
  corrections: Correction[],
  asked: Edit,
  options: EditOptions,
): Correction[] => {
  const { transcript: corrected, places } = applyCorrections(transcript, corrections);
  const words = wordsOfTranscript(corrected);
  const now = textsOf(words);
  const edit = withRoom(asked, words);
  const own = wordsOfTranscript(asHeard(transcript));
  const touched = places.filter((place) => isTouched(place, edit));
  const first = Math.min(edit.first, ...touched.map((place) => place.first));
  const last = Math.max(edit.last, ...touched.map((place) => place.last));
  const written = [...now.slice(first, edit.first), ...edit.written, ...now.slice(edit.last, last)];
  const before = places.filter((place) => !touched.includes(place) && place.last <= first);
  const from = first + growth(before);
  const to = last + growth([...before, ...touched]);
  const rest = corrections.filter((other) => !touched.some(({ correction }) => correction === other));
  return [
    ...rest,
    ...correctionsBetween(own, { from, to, written }, { ...options, ...(edit.span && { span: edit.span }) }),
  ];
};

/** Extends an insertion without a pause by the word before it, or else by the one after it. */
const withRoom = (edit: Edit, words: Word[]): Edit => {
  const { first, last, written } = edit;
  if (first < last || roomBefore(words, first) >= ROOM_SECONDS) return edit;
  const [before, after] = [words[first - 1], words[first]];
  if (before) return { first: first - 1, last, written: [before.text, ...written] };
  return after ? { first, last: last + 1, written: [...written, after.text] } : edit;
};

const isTouched = (place: Corrected, edit: Edit): boolean => {
  // Deletions and insertions have no words to overlap, so touching is enough.
  const isEdge = place.first === place.last || edit.first === edit.last;
  return isEdge
    ? place.first <= edit.last && edit.first <= place.last
    : place.first < edit.last && edit.first < place.last;
};

/** How many more words the engine has in these places. */
const growth = (places: Corrected[]): number =>
  places.reduce((sum, { from, to, first, last }) => sum + (to - from) - (last - first), 0);

const textsOf = (words: Word[]): string[] => words.map(({ text }) => text);

/** @param own the engine's words, of which `written` replaces [from, to). */
export const correctionsBetween = (
  own: Word[],
  { from, to, written }: { from: number; to: number; written: string[] },
  options: EditOptions & Pick<Edit, 'span'>,
): Correction[] => {
  const texts = textsOf(own.slice(from, to));
  const hunks = diffWords(texts, written, (a, b) => a === b);
  // At an edge, the pause may belong to the correction beside this one.
  const isEdge = (at: number) => at === 0 || at === texts.length;
  const hasNoRoom = (at: number) =>
    texts.length > 0 && (isEdge(at) || roomBefore(own, from + at) < ROOM_SECONDS);
  return withNeighbours(hunks, ({ before }) => hasNoRoom(before[0])).map(({ before, after }) =>
    correctionAt(own, from + before[0], from + before[1], { ...options, written: written.slice(...after) }),
  );
};

const roomBefore = (words: Word[], at: number): number =>
  (words[at]?.start ?? Number.POSITIVE_INFINITY) - (words[at - 1]?.end ?? 0);

const correctionAt = (
  words: Word[],
  from: number,
  to: number,
  { written, span, lecture, made, everywhere }: EditOptions & Pick<Edit, 'written' | 'span'>,
): Correction => {
  const heard = words.slice(from, to);
  const [first, last] = [heard[0], heard.at(-1)];
  const pause = { start: words[from - 1]?.end ?? 0, end: words[from]?.start ?? Number.POSITIVE_INFINITY };
  const length = ROOM_SECONDS * Math.max(2, written.length);
  const room = span ?? { start: pause.start, end: Math.min(pause.end, pause.start + length) };
  const { start, end } = first && last ? { start: first.start, end: last.end } : room;
  return {
    lecture,
    start,
    end: Math.max(start, end),
    heard: textsOf(heard),
    written,
    before: textsOf(words.slice(Math.max(0, from - CONTEXT_WORDS), from)),
    after: textsOf(words.slice(to, to + CONTEXT_WORDS)),
    made,
    ...(everywhere && { everywhere: true }),
  };
};

/** Finds a phrase in a lecture, however it is divided, capitalized and punctuated. @returns the words [first, last). */
export const findPhrase = (words: Word[], phrase: string[]): Pick<Edit, 'first' | 'last'>[] => {
  const letters = foldWords(phrase);
  const places: Pick<Edit, 'first' | 'last'>[] = [];
  if (letters === '') return places;
  for (let first = 0; first < words.length; first += 1) {
    const last = endOfRun(words, first, letters);
    if (last === undefined) continue;
    places.push({ first, last });
    first = last - 1;
  }
  return places;
};

const endOfRun = (words: Word[], first: number, letters: string): number | undefined => {
  let run = '';
  for (let last = first; last < words.length && run.length < letters.length; last += 1) {
    run += foldWords([words[last]?.text ?? '']);
    if (run === letters) return last + 1;
    if (!letters.startsWith(run)) return undefined;
  }
  return undefined;
};
