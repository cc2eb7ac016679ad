import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { lengthOf, total } from '../../../../services/shared/contracts/spans.ts';
import {
  keptSpans,
  moveToSoundtrack,
  toKept,
  toSoundtrack,
} from '../../../../services/transcriber/words/timeline.ts';
import { rises, someSpans } from '../examples.ts';

/** The remaining error of rounding to milliseconds. */
const ROUNDING = 0.000_6;

const someKept = someSpans({ pause: [0.5, 600], length: [0.2, 300], most: 20 });
const share = fc.double({ min: 0, max: 1, noNaN: true });

/** Words in kept time that do not overlap. Some are beyond its end, as in the padding of Whisper's last window. */
const someWords = fc.array(fc.tuple(share, share), { minLength: 1, maxLength: 100 }).map((pairs) => {
  let at = 0;
  return pairs.map(([pause, length]) => {
    const start = at + pause * 8;
    at = start + length;
    return { start, end: at };
  });
});

describe('kept time', () => {
  it('toSoundtrack undoes toKept', () => {
    fc.assert(
      fc.property(someKept, share, (kept, place) => {
        for (const part of kept) {
          const at = part.start + place * lengthOf(part);
          const [moved] = toKept(kept, [{ start: at - 0.01, end: at + 0.01 }]);
          const middle = Math.min(Math.max(at, part.start + 0.005), part.end - 0.005);
          const inKept = (moved?.start ?? -1) + middle - Math.max(at - 0.01, part.start);
          expect(toSoundtrack(kept, inKept)).toBeCloseTo(middle, 6);
        }
      }),
    );
  });

  it('toKept undoes toSoundtrack', () => {
    fc.assert(
      fc.property(someKept, share, (kept, place) => {
        const at = place * total(kept);
        const there = toSoundtrack(kept, at);
        const back = toKept(kept, [{ start: there - 0.001, end: there + 0.001 }]);
        expect(back.some(({ start, end }) => start - 1e-6 <= at && at <= end + 1e-6)).toBe(true);
      }),
    );
  });

  it('is as long as what is kept', () => {
    fc.assert(
      fc.property(someKept, (kept) => {
        expect(total(toKept(kept, [{ start: 0, end: 1e6 }]))).toBeCloseTo(total(kept), 6);
      }),
    );
  });

  it('contains all speech, in rising stretches that do not overlap', () => {
    fc.assert(
      fc.property(someSpans(), fc.double({ min: 0, max: 5, noNaN: true }), (speech, silence) => {
        const duration = (speech.at(-1)?.end ?? 0) + silence;

        const kept = keptSpans(speech, duration);

        expect(total(toKept(kept, speech))).toBeCloseTo(total(speech), 6);
        expect(rises(kept.flatMap(({ start, end }) => [start, end]))).toBe(true);
        expect(kept[0]?.start).toBeGreaterThanOrEqual(0);
        expect(kept.at(-1)?.end).toBeLessThanOrEqual(duration);
      }),
    );
  });
});

describe('moveToSoundtrack', () => {
  it('puts every word inside one kept stretch', () => {
    fc.assert(
      fc.property(someKept, someWords, (kept, words) => {
        for (const word of words) {
          const { start, end } = moveToSoundtrack(kept, word);
          const isInside = kept.some((part) => part.start - ROUNDING <= start && end <= part.end + ROUNDING);
          expect([isInside, start <= end]).toEqual([true, true]);
        }
      }),
    );
  });

  it('keeps the order of words', () => {
    fc.assert(
      fc.property(someKept, someWords, (kept, words) => {
        const moved = words.map((word) => moveToSoundtrack(kept, word));

        expect(rises(moved.map(({ start }) => start))).toBe(true);
        expect(rises(moved.map(({ end }) => end))).toBe(true);
      }),
    );
  });

  it('keeps the length of a word inside one kept stretch', () => {
    fc.assert(
      fc.property(someKept, share, share, (kept, place, length) => {
        let before = 0;
        for (const part of kept) {
          const start = before + place * lengthOf(part) * 0.5;
          const end = start + length * lengthOf(part) * 0.5;
          expect(lengthOf(moveToSoundtrack(kept, { start, end }))).toBeCloseTo(end - start, 2);
          before += lengthOf(part);
        }
      }),
    );
  });
});
