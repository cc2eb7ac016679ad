// Stands between an account's state machine and its functions: each call of one has an S3 client of its own, as each Lambda
// has, and a hook that sees each of its calls of S3 and may end it. What is done with the hooks is `step-kinds.ts`.
import type { S3Client } from '@aws-sdk/client-s3';
import { type AccountHooks, bucketsOf, type StepName } from '../../local/account.ts';
import type { Store } from '../../local/store.ts';
import { VideoInput } from '../../services/shared/contracts/steps.ts';
import { makeS3Client } from '../../services/uploader/send/s3.ts';
import { type Seen, watchCall } from './watch-call.ts';

/** In the order of a run. */
export const STEPS: readonly StepName[] = ['Split', 'Transcribe', 'Merge', 'Cleanup', 'Report', 'Publish'];

export type Hook = {
  /** Before and after each call of S3 that a step makes; `nth` is from 1. */
  before: (nth: number) => Promise<void>;
  after: (nth: number) => Promise<void>;
  /** Rejects when Lambda ends the call, whatever becomes of its work. */
  ended: Promise<never>;
};
/** Waits, and ends nothing. */
export const waiting = (before: Hook['before']): Hook => ({
  before,
  after: async () => {},
  ended: new Promise(() => {}),
});

export type OnCall = (step: StepName, attempt: number, key: string | undefined) => Hook | undefined;

export type CallsDeps = {
  store: Store;
  /** Where its buckets are. */
  out: string;
  onCall?: OnCall | undefined;
};

const STALL_MS = 30_000;
const credentials = { accessKeyId: 'LOCAL', secretAccessKey: 'LOCAL' };

export const makeCalls = ({ store: { endpoint }, out, onCall }: CallsDeps) => {
  /** Of S3, the most that one call of the step made. */
  const counts: Partial<Record<StepName, number>> = {};
  const attempts: Partial<Record<StepName, number>> = {};
  const seen: Seen = { deletes: 0, unread: [], again: [] };

  const around: AccountHooks['around'] = async (step, input, work) => {
    const attempt = (attempts[step] ?? 0) + 1;
    attempts[step] = attempt;
    const hook = onCall?.(step, attempt, VideoInput.safeParse(input).data?.item.Key);
    const s3 = makeS3Client({ endpoint, region: 'local', credentials, stallMs: STALL_MS });
    watch(s3, hook, (nth) => {
      counts[step] = Math.max(counts[step] ?? 0, nth);
    });
    watchCall(s3, out, input, seen);
    const working = work(bucketsOf(s3)).finally(() => s3.destroy());
    return hook ? Promise.race([working, hook.ended]) : working;
  };
  return { counts, seen, around };
};

const watch = (s3: S3Client, hook: Hook | undefined, onCount: (nth: number) => void): void => {
  let made = 0;
  s3.middlewareStack.add(
    (next) => async (args) => {
      made += 1;
      const nth = made;
      onCount(nth);
      await hook?.before(nth);
      const answer = await next(args);
      await hook?.after(nth);
      return answer;
    },
    { step: 'initialize', name: 'fault' },
  );
};
