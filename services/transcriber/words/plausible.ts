// Whether words that were heard at a second try can have been said at all. Guards against text invented on noise.

import { widthOf } from '../../shared/captions/script.ts';
import type { Word } from '../../shared/contracts/transcript.ts';

/** Faster than any speaker: the fastest talk 4 to 5 words a second, auctioneers aside. */
const MOST_WORDS_A_SECOND = 6;
/** Slower than one who thinks aloud. */
const FEWEST_WORDS_A_SECOND = 0.4;
/** Of the words' probabilities; what tiny.en heard right in the sample course has 0.8, what it invents on noise 0.3. */
const LEAST_PROBABILITY = 0.45;

const COLUMNS_A_WORD = 4;

export const isPlausible = (words: Word[], seconds: number): boolean =>
  lengthInWords(words) / seconds >= FEWEST_WORDS_A_SECOND &&
  !isTooFast(words, seconds) &&
  meanProbability(words) >= LEAST_PROBABILITY;

/** More words than anybody says in so many seconds. */
export const isTooFast = (words: Word[], seconds: number): boolean =>
  lengthInWords(words) / seconds > MOST_WORDS_A_SECOND;

/** By columns on a screen, since a word of Japanese is a token of a character or two. */
const lengthInWords = (words: Word[]): number =>
  words.reduce((sum, { text }) => sum + widthOf(text), 0) / COLUMNS_A_WORD;

const meanProbability = (words: Word[]): number =>
  words.reduce((sum, { probability }) => sum + probability, 0) / words.length;
