// Whether words that were heard at a second try can have been said at all. Guards against text invented on noise.
import type { Word } from '../shared/transcript-contract.ts';
import { widthOf } from './captions/script.ts';

/** Faster than any speaker: the fastest talk 4 to 5 words a second, auctioneers aside. */
const MOST_WORDS_A_SECOND = 6;
/** Slower than one who thinks aloud. */
const FEWEST_WORDS_A_SECOND = 0.4;
/** Of the words' probabilities; what tiny.en heard right in the sample course has 0.8, what it invents on noise 0.3. */
const LEAST_PROBABILITY = 0.45;

const COLUMNS_A_WORD = 4;

export const isPlausible = (words: Word[], seconds: number): boolean => {
  // By columns on a screen, since a word of Japanese is a token of a character or two.
  const columns = words.reduce((sum, { text }) => sum + widthOf(text), 0);
  const rate = columns / COLUMNS_A_WORD / seconds;
  const probability = words.reduce((sum, word) => sum + word.probability, 0) / words.length;
  return rate >= FEWEST_WORDS_A_SECOND && rate <= MOST_WORDS_A_SECOND && probability >= LEAST_PROBABILITY;
};
