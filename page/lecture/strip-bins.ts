// Divides a lecture into equal steps of time, for the strip below its player: is there speech, and how sure is it?
import type { Word } from '../../services/shared/contracts/transcript.ts';

/** From 0 (unsure) to 1; undefined if nobody speaks. */
export type Bin = number | undefined;

/** The longest pause within a sentence. */
const PAUSE_SECONDS = 0.7;

export const toBins = (words: Word[], duration: number, count: number): Bin[] => {
  const sums = new Float64Array(count);
  const weights = new Float64Array(count);
  const step = duration / count || 1;
  for (const [index, { start, end, probability }] of words.entries()) {
    const next = words[index + 1]?.start ?? end;
    const until = next - end < PAUSE_SECONDS ? Math.max(end, next) : end;
    for (let bin = Math.floor(start / step); bin * step < until && bin < count; bin += 1) {
      const share = Math.min(until, (bin + 1) * step) - Math.max(start, bin * step);
      sums[bin] = (sums[bin] ?? 0) + share * probability;
      weights[bin] = (weights[bin] ?? 0) + share;
    }
  }
  return Array.from(sums, (sum, bin) => ((weights[bin] ?? 0) > 0 ? sum / (weights[bin] ?? 1) : undefined));
};
