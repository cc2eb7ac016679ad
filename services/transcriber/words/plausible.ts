// Judges whether words from a second hearing can have been said at all. Guards against text invented on noise.

import { widthOf } from '../../shared/captions/script.ts';
import type { Word } from '../../shared/contracts/transcript.ts';

/** Faster than any speaker: fast ones reach 4 to 5 words a second, apart from auctioneers. */
const MOST_WORDS_A_SECOND = 6;
/** Slower than somebody who thinks aloud. */
const FEWEST_WORDS_A_SECOND = 0.4;
/** The words' mean probability: 0.8 for what tiny.en heard right in the sample course, 0.3 for what it invents on noise. */
const LEAST_PROBABILITY = 0.45;

const COLUMNS_A_WORD = 4;

export const isPlausible = (words: Word[], seconds: number): boolean =>
  lengthInWords(words) / seconds >= FEWEST_WORDS_A_SECOND &&
  !isTooFast(words, seconds) &&
  meanProbability(words) >= LEAST_PROBABILITY;

/** Whether there are more words than anybody can say in that time. */
export const isTooFast = (words: Word[], seconds: number): boolean =>
  lengthInWords(words) / seconds > MOST_WORDS_A_SECOND;

/** Counted in columns on a screen, because a Japanese "word" is a token of one or two characters. */
const lengthInWords = (words: Word[]): number =>
  words.reduce((sum, { text }) => sum + widthOf(text), 0) / COLUMNS_A_WORD;

const meanProbability = (words: Word[]): number =>
  words.reduce((sum, { probability }) => sum + probability, 0) / words.length;
