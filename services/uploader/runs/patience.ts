// Retries while the network or AWS is unavailable, since a run continues without its watcher. Only for reads.
import { setTimeout as sleep } from 'node:timers/promises';
import { isUnreachable } from '../failures/explain.ts';

/** In tries instead of minutes: a laptop may sleep for hours between two of them. */
const TRIES = 100;

/** Retries if nothing answered; throws at once if AWS refuses. */
export const patiently =
  (pauseMs: number, signal: AbortSignal) =>
  async <T>(ask: () => Promise<T>): Promise<T> => {
    for (let tries = 1; ; tries += 1) {
      try {
        return await ask();
      } catch (error) {
        if (!isUnreachable(error) || tries === TRIES) throw error;
        await sleep(pauseMs, undefined, { signal });
      }
    }
  };
