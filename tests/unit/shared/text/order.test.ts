import { describe, expect, it } from '@jest/globals';
import { inOrder } from '../../../../services/shared/text/order.ts';

describe('inOrder', () => {
  it('counts as people do', () => {
    const keys = [
      'week10/lesson1/video1.mp4',
      'week2/lesson10/video1.mp4',
      'week2/lesson9/video11.mp4',
      'week2/lesson9/video2.mp4',
    ];

    expect(keys.toSorted(inOrder)).toEqual(keys.toReversed());
  });

  it('keeps together what is in one folder, and a file where its name belongs among folders', () => {
    const keys = ['intro.mp4', 'Week1/b.mp4', 'Week1 extra/a.mp4', 'week1/a.mp4', 'week1.mp4', 'week2/a.mp4'];

    expect(keys.toReversed().toSorted(inOrder)).toEqual([
      'intro.mp4',
      'week1/a.mp4',
      'Week1/b.mp4',
      'Week1 extra/a.mp4',
      'week1.mp4',
      'week2/a.mp4',
    ]);
  });

  it.each([
    ['upper and lower case', 'Intro.mp4', 'intro.mp4'],
    ['numbers with and without zeros', 'video01.mp4', 'video1.mp4'],
    ['composed characters and others', 'é.mp4', 'e\u0301.mp4'],
  ])('always puts names that differ in %s in the same order', (_what, a, b) => {
    expect([a, b].toSorted(inOrder)).toEqual([b, a].toSorted(inOrder));
    expect(inOrder(a, b)).not.toBe(0);
  });

  it('treats equal names as equal', () => {
    expect(inOrder('a', 'a')).toBe(0);
  });
});
