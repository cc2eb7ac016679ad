// Stretches, words and segments in few characters, and random ones for the property tests.
import fc from 'fast-check';
import { toMilliseconds } from '../../../services/shared/contracts/spans.ts';
import type { Segment, Span, Word } from '../../../services/shared/contracts/transcript.ts';

/** `0-49 51-100` means from 0 to 49 s and from 51 to 100 s. */
export const spans = (text: string): Span[] =>
  [...text.matchAll(/([\d.]+)-([\d.]+)/g)].map(([, start, end]) => ({
    start: Number(start),
    end: Number(end),
  }));

export const word = (start: number, end: number, text = 'Hello', probability = 0.9): Word => ({
  start,
  end,
  text,
  probability,
});

/** Has the given words, or those of its text and as many more as its time allows. */
export const segment = (start: number, end: number, text = 'Hello', words?: Word[]): Segment => ({
  start,
  end,
  text,
  words: words ?? spoken(start, end, text),
});

/** No word is longer than it can be spoken, which would count as speech without words. */
const spoken = (start: number, end: number, text: string): Word[] => {
  const count = Math.max(1, Math.ceil((end - start) / 2.1));
  const length = (end - start) / count;
  return Array.from({ length: count }, (_, index) =>
    word(start + index * length, start + (index + 1) * length, index === 0 ? text : `then${index}`),
  );
};

/** One word every half second from `start` on. */
export const wordsFrom = (start: number, ...texts: string[]): Word[] =>
  texts.map((text, index) => word(start + index / 2, start + index / 2 + 0.4, text));

const seconds = (min: number, max: number) => fc.double({ min, max, noNaN: true }).map(toMilliseconds);

/** Stretches that neither touch nor overlap, in whole milliseconds, made from random pauses and lengths. */
export const someSpans = ({ pause = [0.1, 30], length = [0.1, 60], most = 40 } = {}) =>
  fc
    .array(fc.tuple(seconds(pause[0] ?? 0, pause[1] ?? 1), seconds(length[0] ?? 0, length[1] ?? 1)), {
      minLength: 1,
      maxLength: most,
    })
    .map((pairs) => {
      let at = 0;
      return pairs.map(([before, long]) => {
        const start = toMilliseconds(at + before);
        at = toMilliseconds(start + long);
        return { start, end: at };
      });
    });

export const rises = (times: number[]): boolean =>
  times.every((time, index) => index === 0 || time >= (times[index - 1] ?? 0));
