import { describe, expect, it } from '@jest/globals';
import { toTxt } from '../../../../services/shared/captions/txt.ts';

const word = (start: number, end: number, text: string) => ({ start, end, text, probability: 1 });

describe('toTxt', () => {
  it('is empty if there are no words', () => {
    expect(toTxt([])).toBe('');
  });

  it('puts one paragraph on one line', () => {
    expect(toTxt([word(60, 61, 'And'), word(61, 62, 'so,'), word(63.9, 64, 'ask.')])).toBe('And so, ask.\n');
  });

  it('begins a paragraph after a pause of two seconds', () => {
    const words = [word(0, 1, 'One'), word(2.9, 3, 'two.'), word(5, 6, 'Three'), word(6, 7, 'four.')];

    expect(toTxt(words)).toBe('One two.\n\nThree four.\n');
  });

  it('leaves Unicode and markup unchanged', () => {
    expect(toTxt([word(0, 1, 'a<b'), word(1, 2, '&'), word(2, 3, 'naïve'), word(3, 4, '日本')])).toBe(
      'a<b & naïve 日本\n',
    );
  });

  it('writes scripts without spaces without spaces', () => {
    const texts = ['我们今天学习，', '然后练习。', 'GPT', 'is', '新的。'];

    expect(toTxt(texts.map((text, index) => word(index, index + 1, text)))).toBe(
      '我们今天学习，然后练习。 GPT is 新的。\n',
    );
  });

  /** Sentences of 60 characters, one per second. */
  const sentences = (count: number, pause: number) =>
    Array.from({ length: count }, (_, index) =>
      word(index * (1 + pause), index * (1 + pause) + 1, `${'X'.repeat(58)}.`),
    );

  it.each([
    ['of 600 characters at a breath after a sentence', sentences(12, 0.7), [10, 2]],
    ['of 900 characters after any sentence', sentences(20, 0), [15, 5]],
  ])('ends a paragraph %s', (_which, words, expected) => {
    const paragraphs = toTxt(words).split('\n\n');

    expect(paragraphs.map((paragraph) => paragraph.split(' ').length)).toEqual(expected);
  });

  it('does not end a paragraph within a sentence, however long', () => {
    const words = Array.from({ length: 500 }, (_, index) => word(index, index + 1, 'word'));

    expect(toTxt(words).split('\n\n')).toHaveLength(1);
  });
});
