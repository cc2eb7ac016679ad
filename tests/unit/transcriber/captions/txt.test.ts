import { describe, expect, it } from '@jest/globals';
import { toTxt } from '../../../../services/transcriber/captions/txt.ts';

const word = (start: number, end: number, text: string) => ({ start, end, text, probability: 1 });

describe('toTxt', () => {
  it('is empty where there are no words', () => {
    expect(toTxt([])).toBe('');
  });

  it('puts one paragraph on one line', () => {
    expect(toTxt([word(60, 61, 'And'), word(61, 62, 'so,'), word(63.9, 64, 'ask.')])).toBe('And so, ask.\n');
  });

  it('begins a paragraph after a pause of two seconds', () => {
    const words = [word(0, 1, 'One'), word(2.9, 3, 'two.'), word(5, 6, 'Three'), word(6, 7, 'four.')];

    expect(toTxt(words)).toBe('One two.\n\nThree four.\n');
  });

  it('leaves unicode and markup as they are', () => {
    expect(toTxt([word(0, 1, 'a<b'), word(1, 2, '&'), word(2, 3, 'naïve'), word(3, 4, '日本')])).toBe(
      'a<b & naïve 日本\n',
    );
  });
});
