import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Segment } from '../../../../services/shared/contracts/transcript.ts';
import { applyCorrections, asHeard } from '../../../../services/shared/corrections/apply.ts';
import { Correction } from '../../../../services/shared/corrections/corrections.ts';
import { TOLERANCE_SECONDS } from '../../../../services/shared/corrections/nearby.ts';
import { anyLecture, editAll, type Lecture, spokenLecture, textOf, type Wish, wishes } from './lectures.ts';

const always = (
  lectures: fc.Arbitrary<Lecture>,
  check: (lecture: Lecture, corrections: Correction[], expected: string) => void,
): void =>
  fc.assert(
    fc.property(lectures, wishes, (lecture, wished: Wish[]) => {
      const { corrections, expected } = editAll(lecture, wished);
      check(lecture, corrections, expected);
    }),
    { numRuns: 300 },
  );

const wordsOf = ({ segments }: Lecture) => segments.flatMap(({ words }) => words);

describe('corrections, whatever was edited,', () => {
  it('result in the written text', () => {
    always(spokenLecture, (lecture, corrections, expected) => {
      const { transcript, unmatched } = applyCorrections(lecture, corrections);

      expect(unmatched).toEqual([]);
      expect(textOf(transcript)).toBe(expected);
    });
  });

  it('do not change when they are applied twice', () => {
    always(anyLecture, (lecture, corrections) => {
      const once = applyCorrections(lecture, corrections);
      const twice = applyCorrections(once.transcript, corrections);

      expect(twice).toEqual(once);
    });
  });

  it("can be undone, which gives the engine's own words", () => {
    always(anyLecture, (lecture, corrections) => {
      const { transcript } = applyCorrections(lecture, corrections);

      expect(asHeard(transcript)).toEqual(lecture);
      expect(applyCorrections(transcript, []).transcript).toEqual(lecture);
    });
  });

  it('match the contracts', () => {
    always(anyLecture, (lecture, corrections) => {
      const { transcript } = applyCorrections(lecture, corrections);

      for (const correction of corrections) expect(() => Correction.parse(correction)).not.toThrow();
      for (const segment of transcript.segments) expect(Segment.parse(segment)).toEqual(segment);
    });
  });

  it('are either applied or listed, each once', () => {
    always(anyLecture, (lecture, corrections) => {
      const { places, unmatched } = applyCorrections(lecture, corrections);

      const all = [...places, ...unmatched].map(({ correction }) => correction);
      expect(all).toHaveLength(corrections.length);
      expect(new Set(all)).toEqual(new Set(corrections));
    });
  });

  it('leave rising starts, and written words with a length', () => {
    always(anyLecture, (lecture, corrections) => {
      const words = wordsOf(applyCorrections(lecture, corrections).transcript);
      const own = new Set(wordsOf(lecture));

      for (const [index, { start, end }] of words.entries()) {
        expect(start).toBeGreaterThanOrEqual(words[index - 1]?.start ?? 0);
        expect(end).toBeGreaterThanOrEqual(start);
      }
      for (const word of words.filter((one) => !own.has(one) && one.probability === 1))
        expect(word.end).toBeGreaterThan(word.start);
    });
  });

  it('leave every spoken word a length', () => {
    always(spokenLecture, (lecture, corrections) => {
      const words = wordsOf(applyCorrections(lecture, corrections).transcript);

      for (const { start, end } of words) expect(end).toBeGreaterThan(start);
    });
  });

  it('change nothing outside their time', () => {
    always(spokenLecture, (lecture, corrections) => {
      const { transcript, places } = applyCorrections(lecture, corrections);

      const now = wordsOf(transcript);
      const own = wordsOf(lecture);
      const inPlaces = (index: number) => places.some(({ from, to }) => index >= from && index < to);
      for (const [index, word] of own.entries()) if (!inPlaces(index)) expect(now).toContain(word);
      for (const { correction, first, last } of places)
        for (const { start, end } of now.slice(first, last)) {
          expect(start).toBeGreaterThanOrEqual(correction.start - TOLERANCE_SECONDS);
          expect(end).toBeLessThanOrEqual(correction.end + TOLERANCE_SECONDS);
        }
    });
  });
});
