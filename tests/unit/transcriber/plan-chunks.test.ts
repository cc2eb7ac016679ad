import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  lengthOf,
  outside,
  toMilliseconds,
  total,
  union,
  within,
} from '../../../services/shared/contracts/spans.ts';
import type { Span } from '../../../services/shared/contracts/transcript.ts';
import { planChunks } from '../../../services/transcriber/words/cuts.ts';
import { keptSpans } from '../../../services/transcriber/words/timeline.ts';
import { rises, someSpans, spans } from './examples.ts';

const MINUTE = 60;
/** The error of the millisecond to which each time is rounded. */
const ROUNDING = 0.001_1;

const everywhere = (duration: number) => [{ start: 0, end: duration }];
const plan = (duration: number, speech: Span[], chunkSeconds: number) =>
  planChunks(duration, keptSpans(speech, duration), speech, chunkSeconds);

/** The length of a soundtrack that ends with three seconds of silence. */
const lengthWith = (speech: Span[]) => toMilliseconds((speech.at(-1)?.end ?? 0) + 3);

const seams = (chunks: Span[]) =>
  chunks.slice(1).map(({ start }, index) => ({ start, end: chunks[index]?.end ?? 0 }));

/** People who speak for up to three minutes without a pause, and chunks of 2 to 20 minutes. */
const someSpeech = someSpans({ pause: [0.05, 20], length: [0.1, 180], most: 60 });
const someChunkSeconds = fc.integer({ min: 120, max: 1_200 });

describe('planChunks', () => {
  it.each([
    ['a second', 1, 1],
    ['10 minutes', 10 * MINUTE, 1],
    ['12.5 minutes, a quarter over', 12.5 * MINUTE, 1],
    ['13 minutes', 13 * MINUTE, 2],
    ['22.5 minutes', 22.5 * MINUTE, 2],
    ['23 minutes', 23 * MINUTE, 3],
    ['3 hours', 180 * MINUTE, 18],
  ])('plans as many chunks of 10 minutes as %s need', (_length, duration, count) => {
    expect(plan(duration, everywhere(duration), 10 * MINUTE)).toHaveLength(count);
  });

  it('counts kept time, not silence', () => {
    expect(plan(7_200, spans('100-400 6000-6200'), 600)).toEqual(spans('0-7200'));
  });

  it('plans none if nobody speaks', () => {
    expect(plan(3_600, [], 600)).toEqual([]);
  });

  it('cuts an hour without any pause, and lets both sides hear each seam', () => {
    const chunks = plan(3_600, everywhere(3_600), 600);

    expect(chunks).toEqual(spans('0-602 598-1202 1198-1802 1798-2402 2398-3002 2998-3600'));
  });

  it('covers everything that is kept, from beginning to end', () => {
    fc.assert(
      fc.property(someSpeech, someChunkSeconds, (speech, chunkSeconds) => {
        const duration = lengthWith(speech);

        const chunks = plan(duration, speech, chunkSeconds);

        const missing = keptSpans(speech, duration).flatMap((part) => outside(part, union(chunks)));
        expect(total(missing)).toBeLessThan(ROUNDING);
        expect([chunks[0]?.start, chunks.at(-1)?.end]).toEqual([0, duration]);
      }),
    );
  });

  it('makes chunks in rising order, none of them empty', () => {
    fc.assert(
      fc.property(someSpeech, someChunkSeconds, (speech, chunkSeconds) => {
        const chunks = plan(lengthWith(speech), speech, chunkSeconds);

        expect(rises(chunks.map(({ start }) => start))).toBe(true);
        expect(rises(chunks.map(({ end }) => end))).toBe(true);
        expect(Math.min(...chunks.map(lengthOf))).toBeGreaterThan(0);
      }),
    );
  });

  it('makes no chunk much longer than requested, in kept time', () => {
    fc.assert(
      fc.property(someSpeech, someChunkSeconds, (speech, chunkSeconds) => {
        const duration = lengthWith(speech);
        const kept = keptSpans(speech, duration);

        const chunks = plan(duration, speech, chunkSeconds);

        // A single chunk has at most 1.25; otherwise both of its cuts may move by a quarter, and overlap by 2 s.
        const longest = Math.max(...chunks.map((chunk) => total(within(chunk, kept))));
        expect(longest).toBeLessThan(1.5 * 1.25 * chunkSeconds + 4);
      }),
    );
  });

  it('overlaps if it cuts in speech, and otherwise cuts in a pause', () => {
    fc.assert(
      fc.property(someSpeech, someChunkSeconds, (speech, chunkSeconds) => {
        const chunks = plan(lengthWith(speech), speech, chunkSeconds);

        for (const { start, end } of seams(chunks)) {
          expect(end).toBeGreaterThanOrEqual(start);
          const around = { start: start - 0.14, end: start + 0.14 };
          if (start === end) expect(within(around, speech)).toEqual([]);
          else expect(total(within({ start, end }, speech))).toBeGreaterThan(0);
        }
      }),
    );
  });

  it('never overlaps if there is a pause every ten seconds', () => {
    const lengths = fc.array(fc.double({ min: 5, max: 9.6, noNaN: true }), {
      minLength: 100,
      maxLength: 300,
    });
    fc.assert(
      fc.property(lengths, (seconds) => {
        const speech = seconds.map((length, index) => ({ start: index * 10, end: index * 10 + length }));

        for (const { start, end } of seams(plan(seconds.length * 10, speech, 600))) expect(end).toBe(start);
      }),
    );
  });
});
