// Waits out a network or an AWS that is away for a while: a run goes on without whoever watches it. For questions only,
// not for requests that change anything.
import { setTimeout as sleep } from 'node:timers/promises';
import { isUnreachable } from '../failures/explain.ts';

/** Counted in tries, not in minutes: a laptop may sleep for hours between two of them. */
const TRIES = 100;

/** Asks again where nothing answered; what AWS refuses is thrown at once. */
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
