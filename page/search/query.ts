// What somebody typed, as what is looked for: `phrase` in a row, in any word's beginning or exactly.
import { termsOf } from './terms.ts';

export type Wanted = {
  /** Of one word, or of several that follow each other. */
  terms: string[];
  /** Typed in quotes: neither beginnings of words nor misspellings. */
  isExact: boolean;
};

const PIECE = /"([^"]*)"?|[“„]([^”“]*)[”“]?|(\S+)/g;

/** @param text `lecture "in a row" beg`; quotes that are not closed yet end with the text. */
export const parseQuery = (text: string): Wanted[] =>
  [...text.matchAll(PIECE)]
    .map(([, straight, curly, plain]) => ({
      terms: termsOf(straight ?? curly ?? plain ?? ''),
      isExact: plain === undefined,
    }))
    .filter(({ terms }) => terms.length > 0);
