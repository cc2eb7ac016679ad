// How words are compared: without case and punctuation, which no two models set alike.
/** So many words on each side of a place tell where it is when its own words are heard otherwise. */
export const CONTEXT_WORDS = 3;

const NO_WORD = /[^\p{L}\p{M}\p{N}]/gu;

/** A word of punctuation alone stays as it is. */
export const foldWord = (text: string): string => {
  const letters = text.normalize('NFKC').toLowerCase().replaceAll(NO_WORD, '');
  return letters === '' ? text.trim() : letters;
};

/** As one string, since models divide words differently: "web site", "website"; 我们 今天, 我们今天. */
export const foldWords = (texts: string[]): string => texts.map(foldWord).join('');
