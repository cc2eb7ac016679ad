import { describe, expect, it } from '@jest/globals';
import type { Span } from '../../../services/shared/contracts.ts';
import { cutInPauses } from '../../../services/transcriber/cuts.ts';

/** `0-49 51-100` is speech from 0 to 49 s and from 51 to 100 s. */
const spans = (text: string): Span[] =>
  [...text.matchAll(/([\d.]+)-([\d.]+)/g)].map(([, start, end]) => ({
    start: Number(start),
    end: Number(end),
  }));

describe('cutInPauses', () => {
  const whole = { start: 0, end: 100 };

  it.each([
    ['in the pause at the ideal place', '0-49 51-100', 50],
    ['in the middle of a pause that is too short for its margins', '0-49.8 50.4-100', 50.1],
    ['half a second inside a long pause after the ideal place', '0-52 60-100', 52.5],
    ['half a second inside a long pause before the ideal place', '0-40 45-100', 44.5],
    ['in the long pause rather than in a nearer short one', '0-49.9 50.1-55 58-100', 55.5],
    ['in the near pause rather than in a far one of the same length', '0-40 41-52 53-100', 52.5],
    ['at the ideal place where nobody pauses', '0-100', 50],
    ['at the ideal place where the only pause is out of reach', '0-80 90-100', 50],
    ['at the ideal place where nobody speaks', '', 50],
  ])('cuts %s', (_where, text, expected) => {
    const speech = spans(text);

    const pieces = cutInPauses(whole, 2, speech);

    expect(pieces).toEqual([
      { start: 0, end: expected },
      { start: expected, end: 100 },
    ]);
  });

  it('keeps one piece whole, whatever is said in it', () => {
    const pieces = cutInPauses({ start: 3, end: 9 }, 1, spans('4-5'));

    expect(pieces).toEqual([{ start: 3, end: 9 }]);
  });

  it('moves a cut by at most a minute, however long the pieces are', () => {
    const twoHours = { start: 0, end: 7_200 };

    const [first] = cutInPauses(twoHours, 2, spans('0-3661 3671-7200'));

    expect(first?.end).toBe(3_600);
  });

  it('ignores speech outside of the stretch that is cut', () => {
    const pieces = cutInPauses({ start: 200, end: 300 }, 2, spans('0-240 242-900'));

    expect(pieces).toEqual([
      { start: 200, end: 241.5 },
      { start: 241.5, end: 300 },
    ]);
  });
});
