import { describe, expect, it } from '@jest/globals';
import { wordErrorRate, wordErrors } from '../../fixtures/wer.ts';

describe('wordErrors', () => {
  it.each([
    ['no errors', 'one fine day', 'One fine, day.', 0, 0, 0],
    ['a word replaced', 'one fine day', 'one vine day', 1, 0, 0],
    ['a word left out', 'one fine day', 'one day', 0, 1, 0],
    ['a word put in', 'one fine day', 'one very fine day', 0, 0, 1],
    ['everything left out', 'one fine day', '', 0, 3, 0],
    ['some of each', 'we saw one fine day there', 'we one vine day over there', 1, 1, 1],
  ])('counts %s', (_, spoken, heard, substituted, deleted, inserted) => {
    expect(wordErrors(spoken, heard)).toMatchObject({ substituted, deleted, inserted });
  });

  it('relates their sum to the number of spoken words', () => {
    expect(wordErrorRate('we saw one fine day there', 'we one vine day over there')).toBeCloseTo(3 / 6);
  });

  it.each([
    ['eleven', '11'],
    ['twenty nine', '29'],
    ['sixty', '60'],
    ['three hundred fifty four', '354'],
    ['four hundred', '400'],
  ])('accepts %s as figures, too', (words, figures) => {
    expect(wordErrors(`about ${words} days`, `about ${figures} days.`).rate).toBe(0);
  });
});
