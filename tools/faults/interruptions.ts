// Ends a call of a function before its work is done, so that Step Functions calls it again.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '../../tests/fixtures/random.ts';
import type { Hook } from './calls.ts';
import { attempt, rehearseSteps, stepAt } from './step-attempt.ts';

/** Step Functions' error for a call that Lambda has ended. */
const lambdaError = (name: string) => Object.assign(new Error('the function was ended'), { name });

class Stopped extends Error {
  override name = 'Stopped';
}

type Interruption = {
  /** The call finishes its work before it ends. */
  isDone: boolean;
  /** The interrupted work continues after this time. */
  goesOnAfterMs?: number;
  name: string;
};

/** Ends the first call of the step at its nth S3 call. */
const interrupt = (
  { isDone, goesOnAfterMs, name }: Interruption,
  nth: number,
): Hook & { met: () => boolean } => {
  const { promise: ended, reject } = Promise.withResolvers<never>();
  ended.catch(() => {});
  let met = false;
  const end = async (at: number): Promise<void> => {
    if (at < nth) return;
    if (at === nth) {
      met = true;
      reject(lambdaError(name));
    }
    if (goesOnAfterMs === undefined) throw new Stopped();
    if (at === nth) await sleep(goesOnAfterMs);
  };
  return {
    before: async (at) => (isDone && at === nth ? undefined : end(at)),
    after: async (at) => (isDone && at === nth ? end(at) : undefined),
    ended,
    met: () => met,
  };
};

export const interrupted = (make: (random: Random) => Interruption) =>
  attempt(async ({ world, random, share }) => {
    const { step, nth } = stepAt(await rehearseSteps(world), share);
    const hook = interrupt(make(random), nth);
    return {
      cloud: { onCall: (called, times) => (called === step && times === 1 ? hook : undefined) },
      go: async (cloud) => {
        const { code, why } = await cloud.send();
        return { ok: code === 0, met: hook.met(), why };
      },
    };
  });
