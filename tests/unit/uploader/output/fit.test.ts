import { describe, expect, it } from '@jest/globals';
import stringWidth from 'string-width';
import { firstThatFits, truncateMiddle } from '../../../../services/uploader/output/fit.ts';

describe('truncateMiddle', () => {
  it.each([
    ['week1/lesson1/video1.mp4', 30, 'week1/lesson1/video1.mp4'],
    ['week1/lesson1/video1.mp4', 24, 'week1/lesson1/video1.mp4'],
    ['week1/lesson1/video1.mp4', 15, 'week1/l…eo1.mp4'],
    ['week1/lesson1/video1.mp4', 2, '…4'],
    ['week1/lesson1/video1.mp4', 1, '…'],
    ['week1/lesson1/video1.mp4', 0, ''],
  ])('cuts %s to %i columns', (text, width, expected) => {
    expect(truncateMiddle(text, width)).toBe(expected);
  });

  it.each([
    '講義ビデオ第一週/講義ビデオ第一週.mp4',
    '👩‍🏫👩‍🏫👩‍🏫👩‍🏫👩‍🏫👩‍🏫/video.mp4',
    'e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301.mp4',
  ])('never exceeds the width or splits a character: %s', (name) => {
    const whole = new Set([...new Intl.Segmenter().segment(`${name}…`)].map(({ segment }) => segment));
    for (let width = 1; width <= 40; width += 1) {
      const cut = truncateMiddle(name, width);
      expect(stringWidth(cut)).toBeLessThanOrEqual(width);
      for (const { segment } of new Intl.Segmenter().segment(cut)) expect(whole).toContain(segment);
    }
  });
});

describe('firstThatFits', () => {
  it('returns the longest text that fits, or cuts the shortest', () => {
    const texts = ['Sending: 27 %', 'sending 27 %', '27 %'];

    expect(firstThatFits(texts, 13)).toBe('Sending: 27 %');
    expect(firstThatFits(texts, 12)).toBe('sending 27 %');
    expect(firstThatFits(texts, 5)).toBe('27 %');
    expect(firstThatFits(texts, 3)).toBe('2…%');
    expect(firstThatFits([], 3)).toBe('');
  });
});
