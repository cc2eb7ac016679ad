import { describe, expect, it } from '@jest/globals';
import { cutInPauses } from '../../../../services/transcriber/words/cuts.ts';
import { spans } from '../examples.ts';

const whole = { start: 0, end: 100 };

describe('cutInPauses', () => {
  it.each([
    ['in the pause at the ideal place', '0-49 51-100', 50],
    ['in the middle of a pause that is too short for its margins', '0-49.8 50.4-100', 50.1],
    ['half a second inside a long pause after the ideal place', '0-52 60-100', 52.5],
    ['half a second inside a long pause before the ideal place', '0-40 45-100', 44.5],
    ['in the long pause rather than in a closer short one', '0-49.9 50.1-55 58-100', 55.5],
    ['in the near pause rather than in a far one of the same length', '0-40 41-52 53-100', 52.5],
    ['at the ideal place if nobody speaks', '', 50],
  ])('cuts %s', (_where, text, expected) => {
    const pieces = cutInPauses(whole, 2, [whole], spans(text));

    expect(pieces).toEqual(spans(`0-${expected} ${expected}-100`));
  });

  it.each([
    ['if nobody pauses', '0-100', '0-52 48-100'],
    ['if the only pause is out of reach', '0-80 90-100', '0-52 48-100'],
    ['if the only pause is a breath', '0-49.9 50.1-100', '0-52 48-100'],
    ['around the breath in which it cuts', '0-44.9 45.1-100', '0-47 43-100'],
  ])('lets both pieces hear two seconds on either side of the cut %s', (_where, text, expected) => {
    expect(cutInPauses(whole, 2, [whole], spans(text))).toEqual(spans(expected));
  });

  it('cuts kept time into equal parts, and where a long pause was left out', () => {
    const kept = spans('0-20 1000-1020');

    const pieces = cutInPauses({ start: 0, end: 1_020 }, 2, kept, spans('0-19.5 1000.5-1020'));

    expect(pieces).toEqual(spans('0-20 20-1020'));
  });

  it('overlaps in kept time, across a pause that was left out', () => {
    const kept = spans('0-51 200-249');

    const [first, second] = cutInPauses({ start: 0, end: 300 }, 2, kept, spans('0-51 200-249'));

    expect([first, second]).toEqual(spans('0-201 48-300'));
  });

  it('keeps one piece whole, whatever is said in it', () => {
    const pieces = cutInPauses({ start: 3, end: 9 }, 1, spans('3-9'), spans('4-5'));

    expect(pieces).toEqual(spans('3-9'));
  });

  it('moves a cut by at most twenty seconds, however long the pieces are', () => {
    const twoHours = { start: 0, end: 7_200 };

    const [first] = cutInPauses(twoHours, 2, [twoHours], spans('0-3661 3671-7200'));

    expect(first?.end).toBe(3_602);
  });

  it('ignores speech outside the stretch', () => {
    const piece = { start: 200, end: 300 };

    expect(cutInPauses(piece, 2, [piece], spans('0-240 242-900'))).toEqual(spans('200-241.5 241.5-300'));
  });
});
