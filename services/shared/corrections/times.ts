// Times for words that people wrote: those of the words that they replace, divided by width if the numbers differ.
import { widthOf } from '../captions/script.ts';
import { toMilliseconds } from '../contracts/spans.ts';
import type { Span, Word } from '../contracts/transcript.ts';
import { diffWords, type Hunk, withNeighbours } from './hunks.ts';

const SHORTEST_SECONDS = 0.001;

/** `of` is the index of the replaced word; undefined if there was none. */
export type TimedWord = { word: Word; of: number | undefined };

/**
 * @param replaced the engine's words in the place.
 * @param room the pause around the place, if there are none.
 */
export const timeWords = (replaced: Word[], written: string[], room: Span): TimedWord[] => {
  const timed: TimedWord[] = [];
  let [done, next] = [0, 0];
  const keep = (until: number) => {
    for (; done < until; done += 1, next += 1) timed.push(keepTimes(replaced, written, done, next));
  };
  for (const { before, after } of hunksOf(replaced, written)) {
    keep(before[0]);
    for (const one of retime(replaced, before, written.slice(...after), room)) timed.push(one);
    [done, next] = [before[1], after[1]];
  }
  keep(replaced.length);
  return timed;
};

/** An inserted word shares the time of a neighbour. */
const hunksOf = (replaced: Word[], written: string[]): Hunk[] => {
  const texts = replaced.map(({ text }) => text);
  return withNeighbours(diffWords(texts, written), () => replaced.length > 0);
};

const keepTimes = (replaced: Word[], written: string[], index: number, next: number): TimedWord => {
  const [word, text] = [replaced[index], written[next]];
  if (!word || text === undefined)
    throw new RangeError('Both sides of a diff have the words that are equal.');
  return { word: word.text === text ? word : certain(text, word), of: index };
};

const retime = (
  replaced: Word[],
  [from, to]: readonly [number, number],
  texts: string[],
  room: Span,
): TimedWord[] => {
  const old = replaced.slice(from, to);
  const [first, last] = [old[0], old.at(-1)];
  const whole = first && last ? { start: first.start, end: Math.max(last.end, first.start) } : room;
  const spans = old.length === texts.length ? old : share(whole, texts);
  return texts.map((text, index) => ({
    word: certain(text, spans[index] ?? whole),
    of: first && Math.min(from + index, to - 1),
  }));
};

const share = ({ start, end }: Span, texts: string[]): Span[] => {
  const widths = texts.map((text) => Math.max(1, widthOf(text)));
  const total = widths.reduce((sum, width) => sum + width, 0);
  let done = 0;
  return widths.map((width) => {
    const from = start + ((end - start) * done) / total;
    done += width;
    return { start: from, end: start + ((end - start) * done) / total };
  });
};

/** A word that a person wrote is certain. */
const certain = (text: string, { start, end }: Span): Word => ({
  start: toMilliseconds(start),
  end: toMilliseconds(end),
  text,
  probability: 1,
});

/**
 * Makes starts ascend, and gives each written word some length. The engine's words move only if there is no room.
 * @param isWritten whether a person wrote the word.
 */
export const settleTimes = <T extends { word: Word }>(words: T[], isWritten: (entry: T) => boolean): T[] => {
  let [earliest, before] = [0, 0];
  return words.map((entry, index) => {
    const { word } = entry;
    const isOwn = !isWritten(entry);
    if (isOwn && word.start >= earliest) {
      [earliest, before] = [0, word.start];
      return entry;
    }
    const start = toMilliseconds(Math.max(word.start, earliest, isOwn ? 0 : before));
    const next = isOwn ? word.end : (words[index + 1]?.word.start ?? word.end);
    const end = toMilliseconds(Math.max(start + SHORTEST_SECONDS, Math.min(word.end, next)));
    [earliest, before] = [isOwn ? start : end, start];
    return { ...entry, word: { ...word, start, end } };
  });
};
