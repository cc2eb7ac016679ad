// Finds the places of a lecture that are worth checking. Their weight estimates what a wrong text costs a reader.
import { joinWords } from '../../services/shared/captions/script.ts';
import { lengthOf } from '../../services/shared/contracts/spans.ts';
import type { Span } from '../../services/shared/contracts/transcript.ts';
import type { LectureEntry } from '../../services/shared/page/course-data.ts';
import { type LectureData, unpackWords } from '../../services/shared/page/lecture-data.ts';
import { wholeSeconds } from '../clock.ts';
import { nameOfLanguage } from '../language-name.ts';
import { UNSURE } from './reading.ts';

export type Doubt = {
  start: number;
  end: number;
  weight: number;
  text: string;
  /** A few words before and after, if they help. */
  before?: string;
  after?: string;
  kind: 'gap' | 'words' | 'end';
};

/** A single unsure word is often right. Two with one word between them are one place. */
const LEAST_WEIGHT = 0.75;
const WORDS_BETWEEN = 1;
const AROUND_WORDS = 6;
/** How fast people speak. In a gap, all of these words are missing. */
const WORDS_PER_SECOND = 2.5;
/** It is mostly music. */
const LOUD_WEIGHT = 0.3;
/** There are words, but many may be wrong. */
const OTHER_LANGUAGE_WEIGHT = 1;

/** Worst first. */
export const findDoubts = (entry: LectureEntry, data: LectureData): Doubt[] =>
  [...unsureWords(data), ...missingSpeech(entry, data)].toSorted((a, b) => b.weight - a.weight);

const missingSpeech = (
  { duration, lostSeconds = 0 }: LectureEntry,
  { gaps, unsure = [], otherLanguages = [] }: LectureData,
): Doubt[] => [
  ...gaps.map((gap) =>
    spanDoubt(gap, WORDS_PER_SECOND, `${wholeSeconds(lengthOf(gap))} of speech without words`),
  ),
  ...unsure.map((span) =>
    spanDoubt(span, LOUD_WEIGHT, `${wholeSeconds(lengthOf(span))} of loud sound that may be speech`),
  ),
  ...otherLanguages.map((span) =>
    spanDoubt(span, OTHER_LANGUAGE_WEIGHT, `${nameOfLanguage(span.language)} was heard here`),
  ),
  ...(lostSeconds > 0
    ? [
        {
          ...spanDoubt(
            { start: duration, end: duration },
            0,
            `The file ends here: its last ${wholeSeconds(lostSeconds)} are missing`,
          ),
          weight: lostSeconds * WORDS_PER_SECOND,
          kind: 'end' as const,
        },
      ]
    : []),
];

/** @param weight per second. */
const spanDoubt = (span: Span, weight: number, text: string): Doubt => ({
  ...{ start: span.start, end: span.end },
  ...{ weight: lengthOf(span) * weight, text, kind: 'gap' },
});

const unsureWords = (data: LectureData): Doubt[] => {
  const words = unpackWords(data);
  const doubts: Doubt[] = [];
  let [first, last, weight] = [-1, -1, 0];
  const finish = (): void => {
    const [from, to] = [words[first], words[last]];
    if (from && to && weight >= LEAST_WEIGHT) {
      const textOf = (begin: number, end: number): string =>
        joinWords(words.slice(Math.max(0, begin), end).map((word) => word.text));
      doubts.push({
        start: from.start,
        end: to.end,
        weight,
        before: textOf(first - AROUND_WORDS, first),
        text: textOf(first, last + 1),
        after: textOf(last + 1, last + 1 + AROUND_WORDS),
        kind: 'words',
      });
    }
  };
  for (const [index, { probability }] of words.entries()) {
    if (probability >= UNSURE) continue;
    if (first < 0 || index - last > WORDS_BETWEEN + 1) {
      finish();
      [first, weight] = [index, 0];
    }
    last = index;
    weight += 1 - probability;
  }
  finish();
  return doubts;
};
