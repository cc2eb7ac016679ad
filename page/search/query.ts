// Parses a search: words, and phrases in quotes.
import { termsOf } from './terms.ts';

export type Wanted = {
  /** The terms of one word, or of several in a row. */
  terms: string[];
  /** In quotes: no beginnings of words and no misspellings. */
  isExact: boolean;
};

const PIECE = /"([^"]*)"?|[“„]([^”“]*)[”“]?|(\S+)/g;

/** @param text like `lecture "in a row" beg`; an open quote ends with the text. */
export const parseQuery = (text: string): Wanted[] =>
  [...text.matchAll(PIECE)]
    .map(([, straight, curly, plain]) => ({
      terms: termsOf(straight ?? curly ?? plain ?? ''),
      isExact: plain === undefined,
    }))
    .filter(({ terms }) => terms.length > 0);
