// Recognizes edits by hand in a txt, srt or vtt, if they only change words. New times or paragraphs, a heading or a
// rewritten text are not recognized.
import type { TranscriptFormat } from '../contracts/keys.ts';
import type { Edit } from './edit.ts';
import { diffWords } from './hunks.ts';

export type TextFormat = Exclude<TranscriptFormat, 'json'>;

/** A longer edit rewrites text rather than correcting words. */
const LONGEST_EDIT = 8;
const MOST_CHANGED = 0.2;
const ALWAYS_FEW = 4;

/** Captions may have markup, transcripts may not. */
const MARKUP = /[<>]|\{\\/;

/**
 * @param words of the transcript from which the tool wrote the file.
 * @param written the file as the tool wrote it.
 * @returns the edits in order; undefined if it is unclear what was edited.
 */
export const editsInText = (
  format: TextFormat,
  words: string[],
  written: string,
  edited: string,
): Edit[] | undefined => {
  const [before, after] = [READ[format](written), READ[format](edited)];
  const texts = words.flatMap((word) => tokensOf(word));
  // In scripts without spaces, and in words with spaces, a text does not show where words end.
  if (texts.length !== words.length || !isEqual(texts, before.words)) return undefined;
  if (!isEqual(before.frame, after.frame)) return undefined;
  if (format !== 'txt' && after.words.some((word) => MARKUP.test(word) && !before.words.includes(word)))
    return undefined;
  const edits = diffWords(before.words, after.words, (a, b) => a === b).map(
    ({ before: [first, last], after: range }): Edit => ({
      ...{ first, last },
      written: after.words.slice(...range),
    }),
  );
  const sizes = edits.map(({ first, last, written: texts }) => Math.max(last - first, texts.length));
  const changed = sizes.reduce((sum, size) => sum + size, 0);
  const isClear =
    edits.length > 0 &&
    Math.max(...sizes) <= LONGEST_EDIT &&
    changed <= Math.max(ALWAYS_FEW, MOST_CHANGED * words.length);
  return isClear ? edits : undefined;
};

/** `frame` is everything that an edit of words does not change. */
type ReadText = { frame: string[]; words: string[] };

const READ: Record<TextFormat, (text: string) => ReadText> = {
  txt: (text) => {
    const paragraphs = blocksOf(text);
    return { frame: paragraphs.map(() => ''), words: tokensOf(text) };
  },
  srt: (text) => readCues(blocksOf(text), (line) => line),
  vtt: (text) => readCues(blocksOf(text), unescapeMarkup),
};

const TIMES = /^[\d:.,]+ --> [\d:.,]+/;

/** The frame consists of the lines up to a cue's times, and of blocks without times, such as WEBVTT. */
const readCues = (blocks: string[], toText: (line: string) => string): ReadText => {
  const read: ReadText = { frame: [], words: [] };
  for (const block of blocks) {
    const lines = block.split('\n');
    const times = lines.findIndex((line) => TIMES.test(line));
    const head = times < 0 ? lines : lines.slice(0, times + 1);
    read.frame.push(head.join('\n').trimEnd());
    for (const line of lines.slice(head.length)) read.words.push(...tokensOf(toText(line)));
  }
  return read;
};

/** Accepts the line breaks of all systems. */
const blocksOf = (text: string): string[] =>
  text
    .replace(/^\uFEFF/, '')
    .replaceAll(/\r\n?/g, '\n')
    .split(/\n[ \t]*(?:\n[ \t]*)+/)
    .filter((block) => block.trim() !== '')
    .map((block) => block.replace(/^\n+/, ''));

const tokensOf = (text: string): string[] =>
  text
    .replace(/^\uFEFF/, '')
    .split(/\s+/)
    .filter((token) => token !== '');

const unescapeMarkup = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

const isEqual = (a: string[], b: string[]): boolean =>
  a.length === b.length && a.every((text, index) => text === b[index]);
