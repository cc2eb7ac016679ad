import { describe, expect, it } from '@jest/globals';
import { saysForeign, withoutMarks } from '../../../../services/transcriber/words/marks.ts';
import { wordsFrom } from '../examples.ts';

const left = (text: string) =>
  withoutMarks(wordsFrom(0, ...text.split(' ').filter(Boolean))).map((word) => word.text);

describe('withoutMarks', () => {
  it.each([
    '[Music]',
    '[MUSIC PLAYING]',
    '[BLANK_AUDIO]',
    '[ Silence ]',
    '[inaudible]',
    '[Música]',
    '[Musik]',
    '[музыка]',
    '[음악]',
    '[音楽]',
    '(applause)',
    '(Applause).',
    '(speaking in foreign language)',
    '(Lachen)',
    '(笑)',
    '（掌声）',
    '（ 音 楽 ）',
    '［音楽］',
    '【拍手】',
    '*laughs*',
    '*sad music playing*',
    '♪',
    '♪♪',
    '🎵 🎶',
    '[Music] (applause) ♪',
    '…',
    '...',
    '- -',
  ])('finds no word in %s', (text) => {
    expect(left(text)).toEqual([]);
  });

  it.each([
    ['So [laughs] that is it.', 'So that is it.'],
    ['(coughs) Good morning.', 'Good morning.'],
    ['Good morning.[Music]', 'Good morning.'],
    ['Thank you. (audience applauding and cheering)', 'Thank you.'],
    ['♪ Row, row, row your boat ♪', 'Row, row, row your boat'],
    ['そうです（笑）', 'そうです'],
    ['そうです（ 笑 い ） はい', 'そうです はい'],
  ])('removes it from “%s”', (text, expected) => {
    expect(left(text).join(' ')).toBe(expected);
  });

  it.each([
    'And so, my fellow Americans',
    'array[0] and f(x) and print(hello)',
    'the interval [a, b] and (a + b) squared',
    'in 1969 (July 20) they',
    'gross domestic product (GDP) rose',
    '(in the end we went on, and nobody closed it',
    '[and here nobody closed it',
    '(which is what we said in the lesson before this one)',
    '2 * 3 * 4 is 24',
    '- Hello. - Good morning.',
    '5 - 3 = 2',
    '« Bonjour »',
    '「こんにちは」',
    '👋🏽 hello',
    '100 %',
  ])('keeps %s', (text) => {
    expect(left(text)).toEqual(text.split(' '));
  });

  it('leaves the times of the remaining words, and returns them unchanged if there is no mark', () => {
    const words = wordsFrom(0, 'So', '[Music]', 'on');

    expect(withoutMarks(words)).toEqual([words[0], words[2]]);
    expect(withoutMarks(words.slice(2))).toEqual(words.slice(2));
  });
});

describe('saysForeign', () => {
  const says = (text: string) => saysForeign(wordsFrom(0, ...text.split(' ')));

  it.each([
    '(speaking in foreign language)',
    '(singing in foreign language)',
    '[FOREIGN LANGUAGE]',
    '[speaking German]',
    '[Speaks in Spanish]',
    'Good morning. (speaking in a foreign language)',
  ])('finds it in %s', (text) => {
    expect(says(text)).toBe(true);
  });

  it.each([
    '[Music]',
    '(speaking softly)',
    '[speaking indistinctly]',
    'We speak of foreign languages.',
    'He was speaking German (so they say).',
    '[foreign',
  ])('finds none in %s', (text) => {
    expect(says(text)).toBe(false);
  });
});
