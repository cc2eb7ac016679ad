import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Word } from '../../../../services/shared/contracts/transcript.ts';
import { fromWords, joinStretches } from '../../../../services/transcriber/words/seams.ts';
import { rises, word } from '../examples.ts';

const BOTH = { start: 8, end: 12 };

type Spoken = { words: Word[]; shifts: number[] };

const between = (min: number, max: number) => fc.double({ min, max, noNaN: true });

/** About 20 s of speech with few pauses, and how much later the second side hears each word. */
const spoken = (shortest: number, jitter: number) =>
  fc
    .tuple(
      fc.array(
        fc.record({
          pause: fc.oneof(
            { weight: 3, arbitrary: fc.constant(0) },
            { weight: 1, arbitrary: between(0, 0.25) },
          ),
          length: between(shortest, 0.8),
          own: between(-jitter, jitter),
        }),
        { minLength: 45, maxLength: 60 },
      ),
      fc.option(between(-jitter, jitter)),
    )
    .map(([timings, shift]): Spoken => {
      let at = 0;
      const words = timings.map(({ pause, length }, index) => {
        const start = at + pause;
        at = start + length;
        return word(start, at, `${index}`);
      });
      return { words, shifts: timings.map(({ own }) => shift ?? own) };
    });

/** Both sides hear their words whole, the second one with other times. */
const join = ({ words, shifts }: Spoken) => {
  const first = words.filter(({ end }) => end <= BOTH.end);
  const second = words.flatMap((one, index) => {
    const shift = shifts[index] ?? 0;
    return one.start < BOTH.start ? [] : [{ ...one, start: one.start + shift, end: one.end + shift }];
  });
  const end = Math.max(BOTH.end, second.at(-1)?.end ?? 0);
  return joinStretches([
    { start: 0, end: BOTH.end, segments: fromWords(first) },
    { start: BOTH.start, end, segments: fromWords(second) },
  ]).flatMap((segment) => segment.words);
};

const textOf = (words: Word[]) => words.map(({ text }) => text).join(' ');

describe('joinStretches', () => {
  it.each([
    ['0.2 s', 'the same', 0.2, 0],
    ['0.2 s', 'up to 0.04 s away', 0.2, 0.04],
    ['0.35 s', 'up to 0.05 s away', 0.35, 0.05],
  ])(
    'has every word once: words of at least %s, at times that are %s for the second side',
    (_length, _how, shortest, jitter) => {
      fc.assert(
        fc.property(spoken(shortest, jitter), (said) => {
          expect(textOf(join(said))).toBe(textOf(said.words));
        }),
        { numRuns: 1_000 },
      );
    },
  );

  it('loses or doubles a word at less than one seam in a hundred, if times differ by up to 0.15 s', () => {
    const all = fc.sample(spoken(0.2, 0.15), { numRuns: 2_000, seed: 20_261_122 });

    const wrong = all.filter((said) => textOf(join(said)) !== textOf(said.words));

    expect(wrong.length / all.length).toBeLessThan(0.01);
  });

  it.each([
    ['0.2 s', 'earlier by 0.05 s', 0.2, -0.05],
    ['0.4 s', 'earlier by 0.15 s', 0.4, -0.15],
    ['0.4 s', 'later by 0.15 s', 0.4, 0.15],
  ])('has a word of %s in the middle of the overlap once, %s for the second side', (...given) => {
    const [, , length, shift] = given;
    const middle = 10 - Math.sign(shift) * 0.01;
    const words = Array.from({ length: 9 }, (_, index) => {
      const start = middle + (index - 4.5) * length;
      return word(start, start + length, `${index}`);
    });

    const joined = join({ words, shifts: words.map(() => shift) });

    expect(textOf(joined)).toBe('0 1 2 3 4 5 6 7 8');
  });

  it('has the words in the order of their times', () => {
    fc.assert(
      fc.property(spoken(0.35, 0.15), (said) => {
        expect(rises(join(said).map(({ start, end }) => start + end))).toBe(true);
      }),
    );
  });

  it('has every word that only one side could hear', () => {
    fc.assert(
      fc.property(spoken(0.2, 0.15), (said) => {
        const texts = new Set(join(said).map(({ text }) => text));
        const alone = said.words.filter(({ start, end }) => end < BOTH.start || start > BOTH.end);

        expect(alone.filter(({ text }) => !texts.has(text))).toEqual([]);
      }),
    );
  });
});
