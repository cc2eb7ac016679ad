// Groups the words of a window into segments: a sentence, or the words between two pauses.
import { endsSentence } from '../../shared/captions/phrases.ts';
import type { Segment, Word } from '../../shared/contracts/transcript.ts';
import { fromWords } from '../words/seams.ts';

const PAUSE_SECONDS = 1;

/** @param words sorted by time. */
export const toSegments = (words: Word[]): Segment[] => {
  const groups: Word[][] = [];
  let before: Word | undefined;
  for (const word of words) {
    const isNew = !before || endsSentence(before.text, word.text) || word.start - before.end >= PAUSE_SECONDS;
    if (isNew) groups.push([word]);
    else groups.at(-1)?.push(word);
    before = word;
  }
  return groups.flatMap(fromWords);
};
