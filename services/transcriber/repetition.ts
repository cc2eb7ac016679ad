// Loops: a line that Whisper writes again and again while the speaker goes on. Words in, words out.
import type { Word } from '../shared/transcript-contract.ts';

/** Longer lines are not looked for: with four of them a window of 30 s is over. */
const LONGEST_PHRASE = 16;

/** How often a phrase of so many words in a row is more than a speaker would say; longer ones take the last figure. */
const MOST_TIMES = [7, 5, 4, 3];

/** The words that are part of no loop, and whether there was one. A speaker's own repetition is taken for one, too. */
export const dropLoops = (words: Word[]): { words: Word[]; found: boolean } => {
  const texts = words.map(({ text }) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, ''));
  const inLoop = new Set<number>();
  for (let phrase = 1; phrase <= LONGEST_PHRASE; phrase += 1) {
    let run = 0;
    for (let at = phrase; at < texts.length; at += 1) {
      run = texts[at] === texts[at - phrase] ? run + 1 : 0;
      const times = Math.floor(run / phrase) + 1;
      if (times > (MOST_TIMES[phrase - 1] ?? 3))
        for (let of = at - run - phrase + 1; of <= at; of += 1) inLoop.add(of);
    }
  }
  return { words: words.filter((_, index) => !inLoop.has(index)), found: inLoop.size > 0 };
};
