import { describe, expect, it } from '@jest/globals';
import { isPlausible } from '../../../../services/transcriber/words/plausible.ts';
import { word } from '../examples.ts';

const words = (count: number, ...probabilities: number[]) =>
  Array.from({ length: count }, (_, index) =>
    word(0, 1, 'four', probabilities[index % probabilities.length] ?? 0.9),
  );

describe('isPlausible', () => {
  it.each([
    ['a lecture’s rate', 25, 10, [0.9], true],
    ['the fastest rate', 60, 10, [0.9], true],
    ['more than any speaker says', 61, 10, [0.9], false],
    ['somebody who thinks aloud', 4, 10, [0.9], true],
    ['a word or two in ten seconds of speech', 3, 10, [0.9], false],
    ['one word in a second', 1, 1, [0.9], true],
    ['no words', 0, 10, [], false],
    ['hardly certain enough', 25, 10, [0.46], true],
    ['guessed', 25, 10, [0.44], false],
    ['certain and uncertain by turns, certain on average', 24, 10, [0.9, 0.1], true],
    ['certain now and then', 25, 10, [0.9, 0.1, 0.1, 0.1, 0.1], false],
    ['a sentence of Japanese, whose words are tokens', 7, 2, [0.9], true],
  ])('judges %s: %d words in %d s of %j, %s', (_what, count, seconds, probabilities, expected) => {
    expect(isPlausible(words(count, ...probabilities), seconds)).toBe(expected);
  });
});
