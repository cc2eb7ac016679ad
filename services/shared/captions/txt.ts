// The plain text in paragraphs, which end at the speaker's pauses or, if there are none, at the end of a sentence.
import type { Word } from '../contracts/transcript.ts';
import { endsSentence } from './phrases.ts';
import { joinWords, widthOf } from './script.ts';

const PAUSE_SECONDS = 2;

// About 100 and 150 English words, in columns so that Chinese counts alike: two to five such paragraphs fill a page.
// Without a limit, a lecturer who never pauses for two seconds would get a single paragraph.
const LONG_COLUMNS = 600;
const BREATH_SECONDS = 0.6;
const LONGEST_COLUMNS = 900;

/** @param words in rising order of their starts; none give an empty text. */
export const toTxt = (words: Word[]): string =>
  toParagraphs(words)
    .map((paragraph) => `${joinWords(paragraph.map(({ text }) => text.trim()))}\n`)
    .join('\n');

/** @returns the words that are not blank, paragraph by paragraph. */
export const toParagraphs = (words: Word[]): Word[][] => {
  const paragraphs: Word[][] = [];
  let columns = 0;
  let before: Word | undefined;
  for (const word of words.filter(({ text }) => text.trim() !== '')) {
    const paragraph = paragraphs.at(-1);
    if (paragraph && before && !isParagraphEnd(before, word, columns)) {
      paragraph.push(word);
    } else {
      paragraphs.push([word]);
      columns = 0;
    }
    columns += widthOf(word.text) + 1;
    before = word;
  }
  return paragraphs;
};

const isParagraphEnd = (before: Word, word: Word, columns: number): boolean => {
  const pause = word.start - before.end;
  if (pause >= PAUSE_SECONDS) return true;
  const isLong = columns >= LONGEST_COLUMNS || (columns >= LONG_COLUMNS && pause >= BREATH_SECONDS);
  return isLong && endsSentence(before.text, word.text);
};
