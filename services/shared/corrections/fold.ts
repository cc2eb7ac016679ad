// Compares words without case and punctuation, in which models differ.
/** This many words on each side identify a place if its own words are heard differently. */
export const CONTEXT_WORDS = 3;

const NO_WORD = /[^\p{L}\p{M}\p{N}]/gu;

/** Returns a word of punctuation alone unchanged. */
export const foldWord = (text: string): string => {
  const letters = text.normalize('NFKC').toLowerCase().replaceAll(NO_WORD, '');
  return letters === '' ? text.trim() : letters;
};

/** Joins them to one string, since models divide words differently: "web site", "website"; 我们 今天, 我们今天. */
export const foldWords = (texts: string[]): string => texts.map(foldWord).join('');
