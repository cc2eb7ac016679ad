// Lectures for the tests of corrections: plain ones, and random ones with random edits.
import fc from 'fast-check';
import type { Segment, Word } from '../../../../services/shared/contracts/transcript.ts';
import type { Correction } from '../../../../services/shared/corrections/corrections.ts';
import { addEdit, type Edit } from '../../../../services/shared/corrections/edit.ts';
import { anyWords, spokenWords } from '../../transcriber/captions/arbitrary-words.ts';

export type Lecture = { segments: Segment[] };

export const LECTURE = 'week1/lesson1/video1';
export const MADE = '2026-11-26T12:00:00.000Z';

const ms = (time: number): number => Math.round(time * 1_000) / 1_000;

/** One word every half second from `start` on, each 0.4 s long. */
export const spoken = (text: string, start = 0): Word[] =>
  text.split(' ').map((word, index) => ({
    start: ms(start + index / 2),
    end: ms(start + index / 2 + 0.4),
    text: word,
    probability: 0.5,
  }));

export const segmentOf = (words: Word[]): Segment => ({
  start: words[0]?.start ?? 0,
  end: words.at(-1)?.end ?? 0,
  text: words.map(({ text }) => text).join(' '),
  words,
});

export const lectureOf = (...parts: Word[][]): Lecture => ({ segments: parts.map(segmentOf) });

export const textOf = ({ segments }: Lecture): string =>
  segments.flatMap(({ words }) => words.map(({ text }) => text)).join(' ');

/** Divides words into segments of `size` words. */
const divide = (words: Word[], size: number): Lecture => {
  const parts = Array.from({ length: Math.ceil(words.length / size) }, (_, index) =>
    words.slice(index * size, (index + 1) * size),
  );
  return lectureOf(...parts);
};

const rounded = (words: Word[]): Word[] =>
  words.map((word) => ({ ...word, start: ms(word.start), end: ms(Math.max(word.end, word.start)) }));

const lecturesOf = (words: fc.Arbitrary<Word[]>): fc.Arbitrary<Lecture> =>
  fc.tuple(words, fc.integer({ min: 1, max: 12 })).map(([all, size]) => divide(rounded(all), size));

export const spokenLecture = lecturesOf(spokenWords);
export const anyLecture = lecturesOf(anyWords.map((words) => words.filter(({ text }) => /^\S+$/.test(text))));

export type Wish = { at: number; length: number; written: string[] };

/** Edits at a share of the lecture; the words that they change are known once the lecture is. */
export const wishes = fc.array(
  fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    length: fc.integer({ min: 0, max: 4 }),
    written: fc.array(fc.constantFrom('Kubernetes', 'etcd,', 'the', 'of', 'Ana', 'Müller.', '机器学习'), {
      maxLength: 4,
    }),
  }),
  { maxLength: 8 },
);

/** Makes one edit after the other, as somebody does on the page, and returns the text that should result. */
export const editAll = (lecture: Lecture, all: Wish[]): { corrections: Correction[]; expected: string } => {
  let corrections: Correction[] = [];
  const text = lecture.segments.flatMap(({ words }) => words.map((word) => word.text));
  for (const { at, length, written } of all) {
    const first = Math.floor(at * text.length);
    const edit: Edit = { first, last: Math.min(text.length, first + length), written };
    corrections = addEdit(lecture, corrections, edit, { lecture: LECTURE, made: MADE });
    text.splice(first, edit.last - first, ...written);
  }
  return { corrections, expected: text.join(' ') };
};
