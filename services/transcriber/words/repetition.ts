// Loops: a line that Whisper writes again and again while the speaker goes on. Words in, words out.
// Whether a speaker said it that often is for a second hearing to say: that is `hear.ts`.
import type { Word } from '../../shared/contracts/transcript.ts';

/** Longer lines are not looked for: with four of them a window of 30 s is over. */
const LONGEST_PHRASE = 16;

/** How often a phrase of so many words in a row is more than most speakers would say; longer ones take the last figure. */
const MOST_TIMES = [7, 5, 4, 3];

export type Loops = {
  /** Those that are part of no loop. */
  words: Word[];
  looped: Word[];
  /** The first time of each looped phrase: so much was said, however often it is written. */
  firsts: Word[][];
};

export const findLoops = (words: Word[]): Loops => {
  const texts = words.map(({ text }) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, ''));
  const inLoop = new Set<number>();
  const firsts: Word[][] = [];
  // Shorter phrases first: a line twice over is a longer phrase of the same loop.
  for (let phrase = 1; phrase <= LONGEST_PHRASE; phrase += 1) {
    for (const { from, to } of runsOf(phrase, texts)) {
      if (!inLoop.has(from)) firsts.push(words.slice(from, from + phrase));
      for (let at = from; at < to; at += 1) inLoop.add(at);
    }
  }
  return {
    words: words.filter((_, index) => !inLoop.has(index)),
    looped: words.filter((_, index) => inLoop.has(index)),
    firsts,
  };
};

/** Where a phrase of so many words follows itself too often, with the beginning of it that may come last; `to` is not in it. */
const runsOf = (phrase: number, texts: string[]): { from: number; to: number }[] => {
  const runs: { from: number; to: number }[] = [];
  let from = 0;
  for (let at = phrase; at <= texts.length; at += 1) {
    if (at < texts.length && texts[at] === texts[at - phrase]) continue;
    const times = Math.floor((at - from) / phrase);
    if (times > (MOST_TIMES[phrase - 1] ?? 3)) runs.push({ from, to: at });
    from = at - phrase + 1;
  }
  return runs;
};
