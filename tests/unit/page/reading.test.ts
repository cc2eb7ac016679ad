import { describe, expect, it } from '@jest/globals';
import { clock, wholeSeconds } from '../../../page/clock.ts';
import { courseHeading, toHeadings, toMarkdown } from '../../../page/course/markdown.ts';
import {
  failedIn,
  isBranch,
  isFailed,
  lecturesOf,
  type TreeItem,
  toTree,
} from '../../../page/course/tree.ts';
import { findDoubts } from '../../../page/lecture/doubts.ts';
import { lastUpTo, paragraphsOf, toBlocks } from '../../../page/lecture/reading.ts';
import { toBins } from '../../../page/lecture/strip-bins.ts';
import { nameOfModel } from '../../../page/model-name.ts';
import type { LectureEntry } from '../../../services/shared/page/course-data.ts';
import { packLecture } from '../../../services/shared/page/lecture-data.ts';
import { inOrder } from '../../../services/shared/text/order.ts';
import { transcriptOf } from '../../fixtures/transcript.ts';

const wordsOf = (text: string, ...options: [] | [{ probabilities: number[] }]) =>
  transcriptOf('a', text, ...options).segments.flatMap(({ words }) => words);

describe('toBlocks', () => {
  it.each([
    [
      'between two words',
      'one two three four',
      [{ start: 0.95, end: 0.99 }],
      ['one two', 'gap', 'three four'],
    ],
    ['before the first', 'one two', [{ start: 0, end: 0.1 }], ['gap', 'one two']],
    ['after the last', 'one two', [{ start: 5, end: 8 }], ['one two', 'gap']],
    [
      'two between the same words',
      'one two',
      [
        { start: 0.45, end: 0.46 },
        { start: 0.47, end: 0.48 },
      ],
      ['one', 'gap', 'gap', 'two'],
    ],
    ['without a word', '', [{ start: 1, end: 2 }], ['gap']],
    ['none', 'one two', [], ['one two']],
  ])('puts a gap in its place: %s', (_, text, gaps, expected) => {
    const blocks = toBlocks(wordsOf(text), gaps);

    expect(blocks.map((block) => ('gap' in block ? 'gap' : block.paragraph.text))).toEqual(expected);
  });

  it('knows the place of each word in its paragraph, even in scripts without spaces', () => {
    const words = wordsOf('我们 今天 learn AI.');
    const [paragraph] = paragraphsOf(toBlocks(words, []));

    expect(paragraph?.text).toBe('我们今天 learn AI.');
    expect(
      paragraph?.offsets.map((offset, at) => paragraph.text.startsWith(words[at]?.text ?? '?', offset)),
    ).toEqual([true, true, true, true]);
  });

  it('cuts what would be one endless paragraph, at its pauses', () => {
    const words = wordsOf(Array.from({ length: 1_000 }, (_, at) => `w${at}`).join(' ')).map((word, at) => ({
      ...word,
      start: at * 0.5,
      end: at * 0.5 + (at === 249 ? 0.3 : 0.45),
    }));
    const paragraphs = paragraphsOf(toBlocks(words, []));

    expect(paragraphs[1]?.first).toBe(250);
    expect(Math.max(...paragraphs.map((paragraph) => paragraph.words.length))).toBeLessThanOrEqual(400);
    expect(paragraphs.flatMap((paragraph) => paragraph.words)).toEqual(words);
  });

  it('numbers the words across all paragraphs', () => {
    const words = wordsOf(Array.from({ length: 900 }, () => 'Sentence.').join(' '));
    const paragraphs = paragraphsOf(toBlocks(words, []));

    expect(paragraphs.length).toBeGreaterThan(3);
    expect(paragraphs.flatMap(({ first, words: all }) => all.map((_, at) => first + at))).toEqual([
      ...words.keys(),
    ]);
  });
});

describe('lastUpTo', () => {
  it.each([
    [[], 1, -1],
    [[1, 2, 3], 0.5, -1],
    [[1, 2, 3], 1, 0],
    [[1, 2, 2, 2, 3], 2, 3],
    [[1, 2, 3], 9, 2],
  ])('in %j of %d is %d', (rising, value, index) => {
    expect(lastUpTo(rising, value)).toBe(index);
  });
});

const entry: LectureEntry = {
  ...{
    name: 'a',
    version: 'v',
    source: 'a.mp4',
    duration: 100,
    language: 'en',
    words: 8,
    model: 'm',
    coverage: 1,
  },
};

describe('findDoubts', () => {
  it('lists gaps, a missing end and runs of uncertain words, the costliest first', () => {
    const transcript = transcriptOf('a', 'a b c d e f g h', {
      probabilities: [1, 0.2, 1, 0.3, 1, 1, 1, 0.45],
      coverage: { speechSeconds: 9, coveredSeconds: 3, ratio: 0.3, gaps: [{ start: 5, end: 11 }] },
    });
    const doubts = findDoubts({ ...entry, lostSeconds: 2 }, packLecture('a', transcript));

    expect(doubts.map(({ kind, text, start }) => ({ kind, text, start }))).toEqual([
      { kind: 'gap', text: '6 s of speech without words', start: 5 },
      { kind: 'end', text: 'The file ends here: its last 2 s are missing', start: 100 },
      { kind: 'words', text: 'b c d', start: 0.5 },
    ]);
    expect(doubts[2]).toMatchObject({ before: 'a', after: 'e f g h' });
  });
});

describe('toBins', () => {
  it('says how certain the words of each step are, and where nobody speaks', () => {
    const words = [
      { text: 'a', start: 0, end: 1, probability: 1 },
      { text: 'b', start: 1.2, end: 2, probability: 0.5 },
      { text: 'c', start: 6, end: 6.5, probability: 0.2 },
    ];

    expect(toBins(words, 8, 4).map((bin) => bin?.toFixed(2))).toEqual(['0.80', undefined, undefined, '0.20']);
  });

  it.each([
    ['without words', 0, 10],
    ['without length', 3, 0],
  ])('stands %s', (_, count, duration) => {
    expect(toBins(wordsOf('a b c').slice(0, count), duration, 5)).toHaveLength(5);
  });
});

describe('toTree', () => {
  const folder = (name: string, count: number) => ({
    name,
    problems: [],
    parts: [
      {
        file: 'f',
        lectures: Array.from({ length: count }, (_, at) => ({ ...entry, name: `${name}/${at}` })),
      },
    ],
  });

  it('puts a failed video into its folder, even if the course has a prefix in its bucket', () => {
    const [one] = [folder('week1', 1)];
    const lecture = { ...entry, name: 'week1/a', source: '2026/biology/week1/a.mp4' };
    const folders = [{ ...one, parts: [{ file: 'f', lectures: [lecture] }] }];
    const failed = [
      { name: '2026/biology/week1/b.mp4', reason: 'It is empty.' },
      { name: '2026/biology/week0/a.mp4', reason: 'It is empty.' },
    ];
    const tree = toTree({ format: 1, title: '', folders, problems: [], failed });

    expect(tree.children.map(nameOf)).toEqual(['week0/', 'week1/']);
    expect(failedIn(tree)).toEqual([
      { name: 'week0/a', file: 'a.mp4', reason: 'It is empty.' },
      { name: 'week1/b', file: 'b.mp4', reason: 'It is empty.' },
    ]);
  });

  it('has a branch for each folder, even for one without files of its own', () => {
    const folders = [folder('week1/lesson1', 2), folder('week1', 1), folder('', 1)];
    const tree = toTree({ format: 1, title: '', folders, problems: [], failed: [] });

    expect(tree.children.map(nameOf)).toEqual(['/0', 'week1/']);
    expect(tree.children.filter(isBranch).flatMap(({ children }) => children.map(nameOf))).toEqual([
      'week1/0',
      'week1/lesson1/',
    ]);
  });

  it('has lectures beside folders where people look for them, and goes through the course in that order', () => {
    const names = [
      'intro',
      'week1/summary',
      'week1/lesson2/a',
      'week1/lesson10/a',
      'week2',
      'week3/a',
      'zum Schluss',
    ];
    const lectures = names.toReversed().map((name) => ({ ...entry, name, source: `${name}.mp4` }));
    const byFolder = Map.groupBy(lectures, ({ name }) => name.slice(0, Math.max(0, name.lastIndexOf('/'))));
    const folders = [...byFolder].map(([name, all]) => ({
      ...{ name, problems: [], parts: [{ file: 'f', lectures: all }] },
    }));
    const failed = [{ name: 'week1/lesson3.mp4', reason: 'It is empty.' }];
    const tree = toTree({ format: 1, title: '', folders, problems: [], failed });
    const order = [
      'intro',
      'week1/lesson2/a',
      'week1/lesson10/a',
      'week1/summary',
      'week2',
      'week3/a',
      'zum Schluss',
    ];

    expect(lecturesOf(tree).map(({ name }) => name)).toEqual(order);
    expect(lectures.map(({ name }) => name).toSorted(inOrder)).toEqual(order);
    expect(tree.children.map(nameOf)).toEqual(['intro', 'week1/', 'week2', 'week3/', 'zum Schluss']);
    expect(tree.children.filter(isBranch)[0]?.children.map(nameOf)).toEqual([
      'week1/lesson2/',
      'failed week1/lesson3',
      'week1/lesson10/',
      'week1/summary',
    ]);
  });
});

const nameOf = (child: TreeItem): string => {
  if (isBranch(child)) return `${child.path}/`;
  return isFailed(child) ? `failed ${child.name}` : child.name;
};

describe('the course as Markdown', () => {
  it.each([
    ['week1/lesson1/video1', '', ['## week1\n', '### lesson1\n', '#### video1\n']],
    ['week1/lesson1/video2', 'week1/lesson1/video1', ['#### video2\n']],
    ['week1/lesson2/video1', 'week1/lesson1/video1', ['### lesson2\n', '#### video1\n']],
    ['week2/lesson1/video1', 'week1/lesson1/video1', ['## week2\n', '### lesson1\n', '#### video1\n']],
    ['a/b/c/d/e/f/g', 'a/b/c/d/e/f', ['###### g\n']],
  ])('has headings of %s after %s', (name, before, headings) => {
    expect(toHeadings(name, before)).toEqual(headings);
  });

  it('escapes the special characters of Markdown and HTML', () => {
    expect(courseHeading('A *b* <i>')).toBe('# A \\*b\\* \\<i\\>\n');
    expect(toMarkdown(wordsOf('<script> #1 *a*'), undefined)).toEqual([
      '**0:00** \\<script\\> \\#1 \\*a\\*\n',
    ]);
    expect(toMarkdown([], 'nobody speaks')).toEqual(['*nobody speaks*\n']);
  });
});

describe('wholeSeconds', () => {
  it.each([
    [0.2, '1 s'],
    [11.6, '12 s'],
    [90, '90 s'],
    [754.4, '12:34'],
  ])('%d s', (seconds, text) => {
    expect(wholeSeconds(seconds)).toBe(text);
  });
});

describe('nameOfModel', () => {
  it.each([
    ['base-q8_0', 'Whisper base'],
    ['tiny.en-q5_1', 'Whisper tiny for English'],
    ['large-v3-turbo-q8_0', 'Whisper large-v3-turbo'],
    ['my-own', 'my-own'],
  ])('%s', (name, said) => {
    expect(nameOfModel(name)).toBe(said);
  });
});

describe('clock', () => {
  it.each([
    [0, '0:00'],
    [59.99, '0:59'],
    [83.2, '1:23'],
    [3_600, '1:00:00'],
    [36_061, '10:01:01'],
    [-1, '0:00'],
  ])('%d s', (seconds, text) => {
    expect(clock(seconds)).toBe(text);
  });
});
