import { describe, expect, it } from '@jest/globals';
import { clock } from '../../../page/clock.ts';
import { courseHeading, toHeadings, toMarkdown } from '../../../page/course/markdown.ts';
import { countOf, toTree } from '../../../page/course/tree.ts';
import { findDoubts } from '../../../page/lecture/doubts.ts';
import { lastUpTo, paragraphsOf, toBlocks } from '../../../page/lecture/reading.ts';
import { toBins } from '../../../page/lecture/strip-bins.ts';
import type { LectureEntry } from '../../../services/shared/page/course-data.ts';
import { packLecture } from '../../../services/shared/page/lecture-data.ts';
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
      { kind: 'end', text: 'The file ends here: its last 0:02 are missing', start: 100 },
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

    expect(tree.branches.map(({ path }) => path)).toEqual(['week0', 'week1']);
    expect(tree.branches[1]?.failed).toEqual([{ name: 'b.mp4', reason: 'It is empty.' }]);
  });

  it('has a branch for each folder, even for one without files of its own', () => {
    const folders = [folder('week1/lesson1', 2), folder('week1', 1), folder('', 1)];
    const tree = toTree({ format: 1, title: '', folders, problems: [], failed: [] });

    expect(tree.branches.map(({ path }) => path)).toEqual(['week1']);
    expect(tree.branches[0]?.branches.map(({ path, title }) => [path, title])).toEqual([
      ['week1/lesson1', 'lesson1'],
    ]);
    expect([countOf(tree), tree.lectures.length, tree.branches[0]?.lectures.length]).toEqual([4, 1, 1]);
  });
});

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
