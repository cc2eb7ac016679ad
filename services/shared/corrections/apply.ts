// Applies corrections to a transcript. It keeps the engine's own words as well, so that corrections can be changed and
// undone, and applying them twice is the same as applying them once.
import { joinWords } from '../captions/script.ts';
import type { Segment, Span, Transcript, Word } from '../contracts/transcript.ts';
import type { Correction } from './corrections.ts';
import { findPlace, type NoMatch } from './match.ts';
import type { WordMatch } from './nearby.ts';
import { settleTimes, timeWords } from './times.ts';

/** A correction without a place. `taken`: a newer or nearer correction is about the same words. */
export type Unmatched = { correction: Correction; reason: NoMatch | 'taken' };

/** The place of a correction: the engine's words [from, to), and the corrected words [first, last). */
export type Corrected = { correction: Correction; from: number; to: number; first: number; last: number };

export type CorrectedTranscript<T> = {
  transcript: T;
  /** In the order of the lecture. */
  places: Corrected[];
  unmatched: Unmatched[];
};

type Segmented = Pick<Transcript, 'segments'>;

/** Returns the transcript as the engine heard it. */
export const asHeard = <T extends Segmented>(transcript: T): T => ({
  ...transcript,
  segments: transcript.segments.flatMap(({ heard, ...segment }) => {
    if (!heard) return [segment];
    return heard.words.length === 0 && heard.text === '' ? [] : [heard];
  }),
});

export const wordsOfTranscript = ({ segments }: Segmented): Word[] => segments.flatMap(({ words }) => words);

/** @param corrections of this lecture only; earlier ones that are not among them are undone. */
export const applyCorrections = <T extends Segmented>(
  transcript: T,
  corrections: Correction[],
): CorrectedTranscript<T> => {
  const own = asHeard(transcript);
  const words = wordsOfTranscript(own);
  const { found, unmatched } = findAll(words, corrections);
  const { written, places } = write(words, segmentNumbers(own.segments), found);
  const settled = settleTimes(written, ({ isOwn }) => !isOwn);
  return { transcript: { ...own, segments: rebuild(own.segments, settled) }, places, unmatched };
};

type Found = { correction: Correction; place: WordMatch };

/** Of two corrections about the same words, the one that fits better wins, then the newer one. */
const findAll = (words: Word[], corrections: Correction[]) => {
  const unmatched: Unmatched[] = [];
  const candidates: Found[] = [];
  for (const correction of corrections) {
    const place = findPlace(words, correction);
    if (typeof place === 'string') unmatched.push({ correction, reason: place });
    else candidates.push({ correction, place });
  }
  const found: Found[] = [];
  for (const one of candidates.toSorted(byFit)) {
    if (found.some((other) => collide(one.place, other.place)))
      unmatched.push({ correction: one.correction, reason: 'taken' });
    else found.push(one);
  }
  return {
    found: found.toSorted((a, b) => a.place.from - b.place.from || a.place.to - b.place.to),
    unmatched,
  };
};

const byFit = (a: Found, b: Found): number =>
  b.place.context - a.place.context ||
  a.place.distance - b.place.distance ||
  b.correction.made.localeCompare(a.correction.made);

const collide = (a: WordMatch, b: WordMatch): boolean =>
  (a.from < b.to && b.from < a.to) || (a.from === b.from && (a.from === a.to) === (b.from === b.to));

/** `segment` is the index of the word's segment; 0.5 is between the first and the second. */
type WrittenWord = { word: Word; segment: number; isOwn: boolean };

const segmentNumbers = (segments: Segment[]): number[] =>
  segments.flatMap(({ words }, number) => words.map(() => number));

const write = (words: Word[], numbers: number[], found: Found[]) => {
  const written: WrittenWord[] = [];
  const places: Corrected[] = [];
  let done = 0;
  const keep = (until: number) => {
    for (const [index, word] of words.slice(done, until).entries())
      written.push({ word, segment: numbers[done + index] ?? 0, isOwn: true });
    done = until;
  };
  for (const { correction, place } of found) {
    const { from, to } = place;
    keep(from);
    const first = written.length;
    const between = betweenSegments(numbers, from);
    for (const { word, of } of timeWords(
      words.slice(from, to),
      correction.written,
      roomAt(words, from, correction),
    ))
      written.push({
        word,
        segment: of === undefined ? between : (numbers[from + of] ?? between),
        isOwn: of !== undefined && words[from + of] === word,
      });
    places.push({ correction, from, to, first, last: written.length });
    done = to;
  }
  keep(words.length);
  return { written, places };
};

/** The segment around a place, or halfway to the next one. */
const betweenSegments = (numbers: number[], at: number): number => {
  const [before, after] = [numbers[at - 1] ?? -1, numbers[at]];
  return before === after ? before : before + 0.5;
};

/** The part of the pause before a word that a correction is about. */
const roomAt = (words: Word[], at: number, { start, end }: Span): Span => {
  const pause = { start: words[at - 1]?.end ?? 0, end: words[at]?.start ?? Number.POSITIVE_INFINITY };
  const from = Math.min(Math.max(start, pause.start), pause.end);
  return { start: from, end: Math.max(from, Math.min(end, pause.end)) };
};

const rebuild = (segments: Segment[], written: WrittenWord[]): Segment[] => {
  const byNumber = Map.groupBy(written, ({ segment }) => segment);
  const numbers = [...new Set([...segments.keys(), ...byNumber.keys()])].toSorted((a, b) => a - b);
  return numbers.map((number) => {
    const words = (byNumber.get(number) ?? []).map(({ word }) => word);
    return correctSegment(segments[number], words);
  });
};

/** @param own undefined if the engine heard nothing here. */
const correctSegment = (own: Segment | undefined, words: Word[]): Segment => {
  if (own && own.words.length === words.length && own.words.every((word, index) => word === words[index]))
    return own;
  const start = words[0]?.start ?? own?.start ?? 0;
  const end = words.at(-1)?.end ?? own?.end ?? start;
  const span = own ? { start: Math.min(own.start, start), end: Math.max(own.end, end) } : { start, end };
  const heard = own ?? { ...span, text: '', words: [] };
  return { ...span, text: joinWords(words.map(({ text }) => text)), words, heard };
};
