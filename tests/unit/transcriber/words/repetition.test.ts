import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { findLoops } from '../../../../services/transcriber/words/repetition.ts';
import { wordsFrom } from '../examples.ts';

const LINE = 'thank you for watching';
const times = (count: number, text: string) => Array.from({ length: count }, () => text).join(' ');
const split = (text: string) => wordsFrom(0, ...text.split(' ').filter(Boolean));
const textOf = (words: { text: string }[]) => words.map(({ text }) => text).join(' ');
const left = (text: string) => textOf(findLoops(split(text)).words);

describe('findLoops', () => {
  it.each([
    ['a word', `so ${times(20, 'you')} go`, 'so go'],
    ['a word, one more than a speaker would', `so ${times(8, 'no')} go`, 'so go'],
    ['two words', `so ${times(6, 'you know')} go`, 'so go'],
    ['three words', `so ${times(5, 'I do not')} go`, 'so go'],
    ['a line', `so ${times(4, LINE)} go`, 'so go'],
    ['a long line', `so ${times(4, 'a b c d e f g h i j k l m n o p')} go`, 'so go'],
    ['a line until the end', `so ${times(30, LINE)}`, 'so'],
    ['nothing else', times(30, LINE), ''],
    [
      'a line with different punctuation and capitals',
      'so Thank you. thank you, thank you! “Thank you” THANK YOU thank you… go',
      'so go',
    ],
    ['letters of another alphabet', `так ${times(4, 'спасибо вам за просмотр')} да`, 'так да'],
    ['two lines after each other', `a ${times(9, 'yes')} b ${times(9, 'no')} c`, 'a b c'],
  ])('finds a loop of %s', (_what, text, expected) => {
    const { words, looped } = findLoops(split(text));

    expect(textOf(words)).toBe(expected);
    expect(words.length + looped.length).toBe(split(text).length);
    expect(looped).not.toEqual([]);
  });

  it.each([
    ['a word', `so ${times(20, 'you')} go`, ['you']],
    ['a line', `so ${times(4, LINE)} go`, [LINE]],
    ['a line whose double is also a phrase', times(12, 'one two three four'), ['one two three four']],
    [
      'a line with its own punctuation',
      'so Thank you, thank you. Thank you. Thank you. Thank you. Thank you',
      ['Thank you,'],
    ],
    ['two lines after each other', `a ${times(9, 'yes')} b ${times(9, 'no')} c`, ['yes', 'no']],
    ['a line that comes back', `${times(5, LINE)} and now ${times(5, LINE)}`, [LINE, LINE]],
    ['no line', 'so we go on', []],
  ])('returns the first occurrence of %s', (_what, text, expected) => {
    expect(findLoops(split(text)).firsts.map(textOf)).toEqual(expected);
  });

  it('also drops the beginning of a line at which a loop breaks off', () => {
    expect(left(`so ${times(5, LINE)} thank you go`)).toBe('so go');
  });

  it.each([
    ['a speaker who refuses', 'no, no, no, no'],
    ['seven times', times(7, 'no')],
    ['somebody who counts', 'one two three four five six seven eight nine ten eleven twelve'],
    ['somebody who counts with a word in between', 'and one and two and three and four and five and six'],
    ['digits', '1 2 3 4 5 6 7 8 9 10 11 12'],
    ['a refrain', times(3, 'this is what we call a closure')],
    [
      'a refrain with other words in between',
      'and so it goes one and so it goes two and so it goes three and so it goes',
    ],
    ['a habit', 'you know you know you know you know you know'],
    ['one word', 'yes'],
    ['nothing', ''],
  ])('keeps %s', (_what, text) => {
    const words = split(text);

    expect(findLoops(words)).toEqual({ words, looped: [], firsts: [] });
  });

  it('drops nothing if all words differ, and never adds any', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.stringMatching(/^[a-z]{1,8}$/), { maxLength: 60 }), (texts) => {
        const words = wordsFrom(0, ...texts);

        expect(findLoops(words).words).toEqual(words);
      }),
    );
  });

  it('finds a loop of any phrase of different words, wherever it begins', () => {
    const phrases = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,8}$/), { minLength: 1, maxLength: 16 });
    fc.assert(
      fc.property(phrases, fc.integer({ min: 8, max: 12 }), fc.nat(20), (phrase, count, before) => {
        const said = Array.from({ length: before }, (_, index) => `${index}`);

        expect(left([...said, times(count, phrase.join(' ')), '99'].join(' '))).toBe(
          [...said, '99'].join(' '),
        );
      }),
    );
  });
});
