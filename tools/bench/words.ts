// Composes a lecture's words and pauses, the same on every machine. lecture.ts speaks them.

import { mulberry32 } from '../../tests/fixtures/random.ts';

/** Measured: flite's voice slt, with the pauses below. */
const WORDS_PER_MINUTE = 202;

const PAUSE_SECONDS = { shortest: 0.7, longest: 2.5 };

const SEED = 20_261_122;

export type Paragraph = { text: string; pauseSeconds: number };

/** Repeats the paragraphs in other orders until the lecture is long enough; ends with a whole sentence. */
export const composeLecture = (text: string, minutes: number): Paragraph[] => {
  const random = mulberry32(SEED);
  const source = text.split(/\n\s*\n/).map((paragraph) => paragraph.trim().replace(/\s+/g, ' '));
  const paragraphs: Paragraph[] = [];
  let order = source.filter((paragraph) => paragraph !== '');
  let left = order.length === 0 ? 0 : minutes * WORDS_PER_MINUTE;
  while (left > 0) {
    for (const paragraph of order) {
      if (left <= 0) break;
      const spoken = sentencesUpTo(paragraph, left);
      left -= countWords(spoken);
      const span = PAUSE_SECONDS.longest - PAUSE_SECONDS.shortest;
      paragraphs.push({ text: spoken, pauseSeconds: PAUSE_SECONDS.shortest + random() * span });
    }
    order = shuffle(order, random);
  }
  return paragraphs;
};

const countWords = (text: string): number => text.split(/\s+/).filter((word) => word !== '').length;

/** Whole sentences, at least one, up to that many words. */
const sentencesUpTo = (paragraph: string, words: number): string => {
  let [taken, count] = ['', 0];
  for (const sentence of paragraph.split(/(?<=[.?!]) /)) {
    if (count >= words) break;
    taken += ` ${sentence}`;
    count += countWords(sentence);
  }
  return taken.trim();
};

/** Fisher-Yates shuffle. */
const shuffle = <T>(list: T[], random: () => number): T[] => {
  const left = [...list];
  return list.flatMap(() => left.splice(Math.floor(random() * left.length), 1));
};
