import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { packLecture, unpackWords } from '../../../../services/shared/page/lecture-data.ts';
import { transcriptOf } from '../../../fixtures/transcript.ts';

const ofWords = (words: { text: string; start: number; end: number; probability: number }[]) => ({
  ...transcriptOf('a', ''),
  segments: [{ start: 0, end: 1, text: '', words }],
});

describe('the words of a lecture', () => {
  it('are the same after packing, in whole milliseconds', () => {
    const milliseconds = fc.integer({ min: 0, max: 40_000_000 });
    const word = fc.record({
      text: fc.string({ minLength: 1, unit: 'grapheme' }).filter((text) => !/\s|\u00a0/.test(text)),
      start: milliseconds,
      length: milliseconds,
      probability: fc.integer({ min: 0, max: 63 }).map((value) => value / 63),
    });
    fc.assert(
      fc.property(fc.array(word), (drawn) => {
        const words = drawn
          .toSorted((a, b) => a.start - b.start)
          .map(({ start, length, ...rest }) => ({
            ...rest,
            start: start / 1_000,
            end: (start + length) / 1_000,
          }));

        expect(unpackWords(packLecture('a', ofWords(words)))).toEqual(words);
      }),
    );
  });

  it.each([
    ['a space within', 'New  York', 'New York'],
    ['blanks around', ' York ', 'York'],
    ['a line break', 'New\nYork', 'New York'],
    ['a quote and a tag', '"><img>', '"><img>'],
  ])('keep %s to one word', (_, text, expected) => {
    const packed = packLecture('a', ofWords([{ text, start: 0, end: 1, probability: 1 }]));

    expect(unpackWords(packed).map((word) => word.text)).toEqual([expected]);
  });

  it('are without blank ones', () => {
    const words = ['a', ' ', '', 'b'].map((text) => ({ text, start: 0, end: 1, probability: 1 }));

    expect(unpackWords(packLecture('a', ofWords(words)))).toHaveLength(2);
  });

  it('have times that never go back', () => {
    const words = [3, 1, 2].map((start) => ({ text: 'a', start, end: start + 0.5, probability: 1 }));

    expect(unpackWords(packLecture('a', ofWords(words))).map(({ start, end }) => [start, end])).toEqual([
      [3, 3.5],
      [3, 3],
      [3, 3],
    ]);
  });

  it('are empty if there are none', () => {
    expect(unpackWords(packLecture('a', transcriptOf('a', '')))).toEqual([]);
  });
});
