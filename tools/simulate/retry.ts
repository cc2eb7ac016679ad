// Evaluates a state's Retry as Step Functions does: whether a failure is tried again, and after how long.
import type { Random } from '../../tests/fixtures/random.ts';
import type { Retrier } from './stack.ts';

/** How often each retrier of a state was used. */
export type Attempts = number[];

/** Seconds until the next attempt; undefined if there is none. */
export const nextDelay = (
  retriers: Retrier[],
  attempts: Attempts,
  error: string,
  random: Random,
): number | undefined => {
  const index = retriers.findIndex(({ ErrorEquals }) =>
    ErrorEquals.some((name) => name === error || name === 'States.ALL'),
  );
  const retrier = retriers[index];
  if (!retrier) return undefined;
  const before = attempts[index] ?? 0;
  const { IntervalSeconds, BackoffRate, MaxAttempts, MaxDelaySeconds, JitterStrategy } = retrier;
  if (before >= MaxAttempts) return undefined;
  attempts[index] = before + 1;
  const most = Math.min(IntervalSeconds * BackoffRate ** before, MaxDelaySeconds) * 1_000;
  return (JitterStrategy === 'FULL' ? Math.floor(random() * (most + 1)) : most) / 1_000;
};
