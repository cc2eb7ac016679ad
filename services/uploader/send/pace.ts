// A limit on the rate of all uploads together.
import { setTimeout } from 'node:timers/promises';

export type Pace = { sliceBytes: number; take: (bytes: number) => Promise<void> };

/** What a timer that wakes late may make up for. */
const CATCH_UP_MS = 100;

const MOST_BYTES = 64 * 1_024;
const LEAST_BYTES = 1_024;

/** So many slices a second, that none of many streams stands still for long. */
const SLICES_A_SECOND = 32;

export const makePace = (bytesPerSecond: number): Pace => {
  let freeAt = 0;
  return {
    sliceBytes: Math.max(LEAST_BYTES, Math.min(MOST_BYTES, Math.floor(bytesPerSecond / SLICES_A_SECOND))),
    take: async (bytes) => {
      const now = performance.now();
      freeAt = Math.max(freeAt, now - CATCH_UP_MS) + (bytes / bytesPerSecond) * 1_000;
      if (freeAt > now) await setTimeout(freeAt - now);
    },
  };
};
