// A course as one Markdown text: its folders as headings, paragraphs with their times.

import { joinWords } from '../../services/shared/captions/script.ts';
import { toParagraphs } from '../../services/shared/captions/txt.ts';
import type { Word } from '../../services/shared/contracts/transcript.ts';
import { clock } from '../clock.ts';

/** Markdown's own marks, and those of HTML, that a word or a name may hold. */
const MARKS = /[\\`*_{}[\]<>#+|~]/g;
const escapeMarks = (text: string): string => text.replaceAll(MARKS, '\\$&');

/** HTML knows six. */
const DEEPEST = 6;
const heading = (depth: number, text: string): string =>
  `${'#'.repeat(Math.min(depth, DEEPEST))} ${escapeMarks(text)}\n`;

/** The headings of the folders that begin with this lecture, and its own. */
export const toHeadings = (name: string, before: string): string[] => {
  const parts = name.split('/');
  const old = before.split('/');
  const same = parts.findIndex((part, index) => part !== old[index]);
  return parts
    .map((part, index) => heading(index + 2, part))
    .slice(Math.max(0, Math.min(same, parts.length - 1)));
};

export const toMarkdown = (words: Word[], nothing: string | undefined): string[] =>
  words.length === 0
    ? [`*${escapeMarks(nothing ?? 'no words')}*\n`]
    : toParagraphs(words).map(
        (paragraph) =>
          `**${clock(paragraph[0]?.start ?? 0)}** ${escapeMarks(joinWords(paragraph.map(({ text }) => text)))}\n`,
      );

export const courseHeading = (title: string): string => heading(1, title);
