// The words alone, a paragraph for each stretch between long pauses.
import type { Word } from '../../shared/contracts.ts';

const PARAGRAPH_PAUSE_SECONDS = 2;

/** @param words in rising order of their starts; none give an empty text. */
export const toTxt = (words: Word[]): string => {
  const paragraphs: string[] = [];
  let end = Number.NEGATIVE_INFINITY;
  for (const word of words) {
    const last = paragraphs.length - 1;
    if (word.start - end >= PARAGRAPH_PAUSE_SECONDS || last < 0) paragraphs.push(word.text);
    else paragraphs[last] += ` ${word.text}`;
    end = word.end;
  }
  return paragraphs.map((paragraph) => `${paragraph}\n`).join('\n');
};
