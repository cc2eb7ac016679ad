// Random words for the property tests: as people speak, and as speech recognition fails.
import fc from 'fast-check';
import type { Word } from '../../../../services/shared/contracts/transcript.ts';

type Timing = { pause: number; length: number; text: string };

/** `overlap` is how much of a word's length the next one may cover. */
const toWords = (timings: Timing[], overlap: number): Word[] => {
  let start = 0;
  return timings.map(({ pause, length, text }) => {
    start += pause;
    const word = { start, end: start + length, text, probability: 1 };
    start += length * (1 - overlap);
    return word;
  });
};

const seconds = (max: number) => fc.double({ min: 0, max, noNaN: true });

const english = fc.constantFrom(
  ...'the a of and but is software copies public licenses free, source. work; that? to you internationally'.split(
    ' ',
  ),
);

/** Like people's speech: words of 0.1 to 0.8 s, some after a pause. */
export const spokenWords = fc
  .array(
    fc.record({
      pause: fc.oneof({ weight: 9, arbitrary: seconds(0.1) }, { weight: 1, arbitrary: seconds(4) }),
      length: fc.double({ min: 0.1, max: 0.8, noNaN: true }),
      text: english,
    }),
    { maxLength: 150 },
  )
  .map((timings) => toWords(timings, 0));

const nastyText = fc.oneof(
  english,
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.string({ minLength: 40, maxLength: 120 }),
  fc.constantFrom(
    '-->',
    '00:00:01,000 --> 00:00:02,000',
    '<b>',
    '&lt;',
    '7',
    '\n\n',
    '',
    ' ',
    '\u0000',
    'NOTE',
  ),
  fc.constantFrom(
    '我们今天学习机器学习，然后做一个练习。',
    'สวัสดีครับวันนี้',
    'مرحبا،',
    'שלום.',
    '👩‍👩‍👧',
    'nai\u0308ve',
  ),
);

/** Like an engine's errors: no length, equal starts, ends far beyond the next start, texts that are not words. */
const nastyWords = fc
  .tuple(
    fc.array(
      fc.record({
        pause: fc.oneof(fc.constant(0), seconds(0.05), seconds(12)),
        length: fc.oneof(fc.constant(0), seconds(0.5), seconds(30)),
        text: nastyText,
      }),
      { maxLength: 80 },
    ),
    fc.constantFrom(0, 0.5, 1),
  )
  .map(([timings, overlap]) => toWords(timings, overlap));

export const anyWords = fc.oneof(spokenWords, nastyWords);
