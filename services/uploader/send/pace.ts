// Limits the rate of all uploads together.
import { setTimeout } from 'node:timers/promises';

export type Pace = { sliceBytes: number; take: (bytes: number) => Promise<void> };

/** How much a timer that fires late may make up for. */
const CATCH_UP_MS = 100;

const MOST_BYTES = 64 * 1_024;
const LEAST_BYTES = 1_024;

/** Slices per second, so that none of many streams waits for long. */
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
