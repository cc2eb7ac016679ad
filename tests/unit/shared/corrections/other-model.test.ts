import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Word } from '../../../../services/shared/contracts/transcript.ts';
import { applyCorrections } from '../../../../services/shared/corrections/apply.ts';
import type { Correction } from '../../../../services/shared/corrections/corrections.ts';
import { editAll, lectureOf, MADE, spoken, spokenLecture, textOf, wishes } from './lectures.ts';

/** The same lecture by another model: each word up to a quarter of a second off, and three in ten words different. */
const heardAgain = (words: Word[], dice: number[], isSame: (index: number) => boolean): Word[] => {
  let start = 0;
  return words.map((word, index) => {
    const thrown = dice[index % dice.length] ?? 0;
    const shift = (thrown - 0.5) / 2;
    start = Math.max(start, word.start + shift);
    const text = isSame(index) || thrown < 0.7 ? word.text : `other${index}`;
    return { ...word, text, start, end: Math.max(start + 0.05, word.end + shift) };
  });
};

const dice = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 31, maxLength: 31 });

describe('corrections of a lecture that another model heard', () => {
  it.each([
    ['if the corrected words are heard as before', true, 0.02],
    ['if any word may differ', false, 0.1],
  ])('%s: are in the right place, or are listed', (_title, isFaithful, mayBeListed) => {
    let [placed, listed] = [0, 0];
    const strays: unknown[] = [];
    fc.assert(
      fc.property(spokenLecture, wishes, dice, (lecture, wished, thrown) => {
        const { corrections } = editAll(lecture, wished);
        const first = applyCorrections(lecture, corrections).places;
        const words = lecture.segments.flatMap((segment) => segment.words);
        const isInPlace = (index: number) => first.some(({ from, to }) => index >= from && index < to);
        const again = heardAgain(words, thrown, (index) => isFaithful && isInPlace(index));

        const { places, unmatched } = applyCorrections(lectureOf(again), corrections);

        placed += places.length;
        listed += unmatched.length;
        for (const { correction, from, to } of places) {
          const right = first.find((place) => place.correction === correction);
          if (right?.from !== from || right.to !== to) strays.push({ correction, from, to, right });
        }
      }),
      { numRuns: 500, seed: 15 },
    );

    expect(strays).toEqual([]);
    expect(placed).toBeGreaterThan(300);
    expect(listed / (placed + listed)).toBeLessThan(mayBeListed);
  });

  const correction: Correction = {
    lecture: 'week1/lesson1/video1',
    ...{ start: 2, end: 2.9 },
    heard: ['Cooper', 'Netties'],
    written: ['Kubernetes'],
    before: ['now', 'look', 'at'],
    after: ['and', 'its', 'nodes'],
    made: MADE,
  };

  it.each([
    [
      'heard as before',
      'we now look at Cooper Netties and its nodes',
      'we now look at Kubernetes and its nodes',
    ],
    [
      'in lower case',
      'we now look at cooper netties, and its nodes',
      'we now look at Kubernetes and its nodes',
    ],
    ['as one word', 'we now look at CooperNetties and its nodes', 'we now look at Kubernetes and its nodes'],
    ['otherwise', 'we now look at Cuba net and its nodes', 'we now look at Kubernetes and its nodes'],
    ['rightly', 'we now look at kubernetes and its nodes', 'we now look at Kubernetes and its nodes'],
    ['among other words', 'you take a Cooper Netties node or two', 'you take a Kubernetes node or two'],
    ['not at all', 'we now look at other things this time', undefined],
    ['among other words, differently', 'you see the Cuba net nodes or two', undefined],
  ])('is found where its words are heard %s', (_title, text, expected) => {
    const again = lectureOf(spoken(text, 0.3));

    const { transcript, unmatched } = applyCorrections(again, [correction]);

    expect(textOf(transcript)).toBe(expected ?? text);
    expect(unmatched).toEqual(expected ? [] : [{ correction, reason: 'notFound' }]);
  });

  it.each([
    ['much later', 9],
    ['much earlier', -9],
  ])('is not found if its words are said %s', (_title, seconds) => {
    const again = lectureOf(spoken('we now look at Cooper Netties and its nodes', 10));
    const moved = { ...correction, start: 12 + seconds, end: 12.9 + seconds };

    expect(applyCorrections(again, [moved]).unmatched).toEqual([{ correction: moved, reason: 'notFound' }]);
  });

  it('is listed if two places fit equally well', () => {
    const twice = { ...correction, heard: ['no'], before: [], after: [], start: 0.25, end: 0.65 };

    expect(applyCorrections(lectureOf(spoken('no no')), [twice]).unmatched).toEqual([
      { correction: twice, reason: 'ambiguous' },
    ]);
  });

  it('is listed if a newer one changes the same words', () => {
    const newer = { ...correction, written: ['K8s'], made: '2026-11-27T12:00:00.000Z' };
    const again = lectureOf(spoken('we now look at Cooper Netties and its nodes'));

    const { transcript, unmatched } = applyCorrections(again, [correction, newer]);

    expect(textOf(transcript)).toBe('we now look at K8s and its nodes');
    expect(unmatched).toEqual([{ correction, reason: 'taken' }]);
  });
});
