// Captions from words: what stands on the screen together, and when. The formats are `srt.ts` and `vtt.ts`.
import type { Span, Word } from '../../shared/contracts.ts';
import { toMilliseconds } from '../cuts.ts';

export type Cue = Span & { lines: string[] };

// What broadcasters ask of subtitles: two lines of 42 characters, one to seven seconds.
const LINE_CHARACTERS = 42;
const LINES = 2;
const SHORTEST_SECONDS = 1;
const LONGEST_SECONDS = 7;
/** Two frames at 25 a second, so that a viewer sees one cue end and the next begin. */
const GAP_SECONDS = 0.08;
/** A pause this long ends a cue. */
const PAUSE_SECONDS = 1;

const SENTENCE_END = /[.!?…]["'’”)\]]*$/;

/** @param words in rising order of their starts. */
export const toCues = (words: Word[]): Cue[] => {
  const groups: Word[][] = [];
  for (const word of words) {
    const group = groups.at(-1);
    if (group && fits(group, word)) group.push(word);
    else groups.push([word]);
  }
  return groups.map((group, index) => toCue(group, groups[index + 1]?.[0]));
};

const fits = (group: Word[], word: Word): boolean => {
  const [first, last] = [group[0], group.at(-1)];
  if (!first || !last) return true;
  if (word.start - last.end >= PAUSE_SECONDS || word.end - first.start > LONGEST_SECONDS) return false;
  if (SENTENCE_END.test(last.text) && last.end - first.start >= SHORTEST_SECONDS) return false;
  return breakLines([...group, word].map(({ text }) => text)).length <= LINES;
};

const toCue = (group: Word[], next: Word | undefined): Cue => {
  const start = group[0]?.start ?? 0;
  const spoken = Math.max(...group.map(({ end }) => end));
  const wanted = Math.max(spoken, start + SHORTEST_SECONDS);
  const latest = next ? next.start - GAP_SECONDS : wanted;
  // Words that overlap in time leave no room for the gap: such a cue is short rather than late.
  const end = Math.max(Math.min(wanted, latest, start + LONGEST_SECONDS), start + 0.001);
  return {
    start: toMilliseconds(start),
    end: toMilliseconds(end),
    lines: balance(group.map(({ text }) => text)),
  };
};

/** Lines as full as they go; a word longer than a line has a line of its own. */
const breakLines = (words: string[], width = LINE_CHARACTERS): string[] => {
  const lines: string[] = [];
  for (const word of words) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
};

/** The narrowest lines that need no more of them. */
const balance = (words: string[]): string[] => {
  const widest = breakLines(words);
  const widths = Array.from({ length: LINE_CHARACTERS }, (_, index) => index + 1);
  const narrow = widths.find((width) => breakLines(words, width).length <= widest.length);
  return breakLines(words, narrow);
};
