import { describe, expect, it } from '@jest/globals';
import type { Word } from '../../../../services/shared/contracts.ts';
import { toCues } from '../../../../services/transcriber/captions/cues.ts';

/** Park and Miller's generator: the same numbers from 0 to 1 for the same seed. */
const seeded = (seed: number) => {
  let state = seed * 7_919_317;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
};

/** Words in rising order; some overlap the next, some come after a pause, some end a sentence. */
const randomWords = (random: () => number): Word[] => {
  let start = 0;
  return Array.from({ length: 400 }, (_, index) => {
    start += random() ** 5 * 6 + 0.01;
    const letters = 'x'.repeat(Math.floor(random() ** 2 * 38));
    const mark = random() < 0.1 ? '.' : '';
    return word(start, start + random() ** 3 * 3, `${index}${letters}${mark}`);
  });
};

const word = (start: number, end: number, text: string): Word => ({ start, end, text, probability: 1 });

/** Words of one second that follow each other. */
const spoken = (...texts: string[]): Word[] => texts.map((text, index) => word(index, index + 1, text));

const textsOf = (words: Word[]): string[] => toCues(words).map(({ lines }) => lines.join(' | '));

describe('toCues', () => {
  it('gives none for no words', () => {
    expect(toCues([])).toEqual([]);
  });

  it('puts words that fit on the screen into one cue, from the first start to the last end', () => {
    const cues = toCues([word(0.32, 0.8, 'And'), word(0.8, 1.5, 'so,'), word(1.5, 2.1, 'ask')]);

    expect(cues).toEqual([{ start: 0.32, end: 2.1, lines: ['And so, ask'] }]);
  });

  it.each([
    ['after a pause of a second', [word(0, 1, 'One'), word(2, 3, 'two')], ['One', 'two']],
    ['not after a shorter pause', [word(0, 1, 'One'), word(1.9, 3, 'two')], ['One two']],
    ['after a sentence', [word(0, 1, 'One.'), word(1, 2, 'Two')], ['One.', 'Two']],
    ['after a sentence in quotes', [word(0, 1, '“One?”'), word(1, 2, 'Two')], ['“One?”', 'Two']],
    ['not after a sentence of less than a second', [word(0, 0.9, 'No.'), word(1, 2, 'Two')], ['No. Two']],
    ['before a word that would end after seven seconds', spoken(...'abcdefgh'), ['a b c d e f g', 'h']],
  ])('begins a new cue %s', (_when, words, expected) => {
    expect(textsOf(words)).toEqual(expected);
  });

  it('begins a new cue rather than a third line', () => {
    const words = Array.from({ length: 5 }, (_, index) => word(index / 2, index / 2 + 0.5, 'x'.repeat(20)));

    const cues = toCues(words);

    expect(cues.map(({ lines }) => lines.map((line) => line.length))).toEqual([[41, 41], [20]]);
  });

  it('breaks two lines evenly', () => {
    expect(textsOf(spoken('ask not what your country', 'can do for you, ask', 'what'))).toEqual([
      'ask not what your country | can do for you, ask what',
    ]);
  });

  it('gives a word that is longer than a line its own line', () => {
    const long = 'x'.repeat(60);

    expect(textsOf(spoken('so', long))).toEqual([`so | ${long}`]);
  });

  it.each([
    ['lengthens a short cue to a second', [word(5, 5.2, 'Yes')], [[5, 6]]],
    [
      'lengthens it into a pause',
      [word(5, 5.2, 'Yes'), word(9, 10, 'no')],
      [
        [5, 6],
        [9, 10],
      ],
    ],
    [
      'ends a cue two frames before the next',
      [word(0, 1, 'One.'), word(1, 2, 'Two')],
      [
        [0, 0.92],
        [1, 2],
      ],
    ],
    ['ends a cue of one endless word after seven seconds', [word(0, 30, 'Mmm')], [[0, 7]]],
  ])('%s', (_what, words, expected) => {
    expect(toCues(words).map(({ start, end }) => [start, end])).toEqual(expected);
  });

  it.each(Array.from({ length: 30 }, (_, seed) => seed + 1))(
    'keeps every word once and in order, within its limits (seed %i)',
    (seed) => {
      const words = randomWords(seeded(seed));

      const cues = toCues(words);

      expect(cues.flatMap(({ lines }) => lines.flatMap((line) => line.split(' ')))).toEqual(
        words.map(({ text }) => text),
      );
      for (const [index, { start, end, lines }] of cues.entries()) {
        expect(lines.length).toBeLessThanOrEqual(2);
        expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(42);
        expect(end).toBeGreaterThan(start);
        expect(end - start).toBeLessThanOrEqual(7.001);
        expect(end).toBeLessThanOrEqual(cues[index + 1]?.start ?? Number.POSITIVE_INFINITY);
      }
    },
  );
});
