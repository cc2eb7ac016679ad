// Turns a course into one Markdown text: folders as headings, paragraphs with their times.

import { joinWords } from '../../services/shared/captions/script.ts';
import { toParagraphs } from '../../services/shared/captions/txt.ts';
import type { Word } from '../../services/shared/contracts/transcript.ts';
import { clock } from '../clock.ts';

/** Characters with a meaning in Markdown or HTML, which words and names may contain. */
const MARKS = /[\\`*_{}[\]<>#+|~]/g;
const escapeMarks = (text: string): string => text.replaceAll(MARKS, '\\$&');

/** HTML has six levels. */
const DEEPEST = 6;
const heading = (depth: number, text: string): string =>
  `${'#'.repeat(Math.min(depth, DEEPEST))} ${escapeMarks(text)}\n`;

/** The lecture's heading, after those of the folders that start with it. */
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
