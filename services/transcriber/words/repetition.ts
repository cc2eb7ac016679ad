// Finds loops: a line that Whisper writes again and again while the speaker goes on. Words in, words out. Whether the
// speaker really said it that often is decided by a second hearing, in `hear.ts`.
import type { Word } from '../../shared/contracts/transcript.ts';

/** Longer lines are not looked for: four of them fill a window of 30 s. */
const LONGEST_PHRASE = 16;

/** How often most speakers repeat a phrase, by its number of words; longer phrases use the last figure. */
const MOST_TIMES = [7, 5, 4, 3];

export type Loops = {
  /** The words outside of loops. */
  words: Word[];
  looped: Word[];
  /** The first occurrence of each looped phrase: it was said once, however often it is written. */
  firsts: Word[][];
};

export const findLoops = (words: Word[]): Loops => {
  const texts = words.map(({ text }) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, ''));
  const inLoop = new Set<number>();
  const firsts: Word[][] = [];
  // Shorter phrases first, because a line written twice is a longer phrase of the same loop.
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

/** Finds where a phrase of this many words repeats too often, with a partial repetition at the end; `to` is exclusive. */
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
