// Stretches, words and segments in few characters, and random ones for the property tests. No test of its own.
import fc from 'fast-check';
import { toMilliseconds } from '../../../services/shared/contracts/spans.ts';
import type { Segment, Span, Word } from '../../../services/shared/contracts/transcript.ts';

/** `0-49 51-100` is from 0 to 49 s and from 51 to 100 s. */
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

/** Of the words that it is given, or of one that is as long as itself. */
export const segment = (start: number, end: number, text = 'Hello', words?: Word[]): Segment => ({
  start,
  end,
  text,
  words: words ?? [word(start, end, text)],
});

/** A word each half second from `start` on. */
export const wordsFrom = (start: number, ...texts: string[]): Word[] =>
  texts.map((text, index) => word(start + index / 2, start + index / 2 + 0.4, text));

const seconds = (min: number, max: number) => fc.double({ min, max, noNaN: true }).map(toMilliseconds);

/** Stretches that neither touch nor overlap, in whole milliseconds: the pauses between them, and their own lengths. */
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
