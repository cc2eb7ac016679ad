// Stands between an account's state machine and its functions: like a Lambda function, each call has its own S3 client, and
// a hook that sees its S3 calls and may end it. `step-kinds.ts` uses the hooks.
import type { S3Client } from '@aws-sdk/client-s3';
import { type AccountHooks, bucketsOf, type StepName } from '../../local/account.ts';
import type { ServedStore } from '../../local/store.ts';
import { VideoInput } from '../../services/shared/contracts/steps.ts';
import { makeS3Client } from '../../services/uploader/send/s3.ts';
import { type Seen, watchCall } from './watch-call.ts';

export type Hook = {
  /** Called before each S3 call of a step; `nth` counts from 1. */
  before: (nth: number) => Promise<void>;
  after: (nth: number) => Promise<void>;
  /** Rejects when Lambda ends the call, whatever happens to its work. */
  ended: Promise<never>;
};
/** A hook that waits, and ends nothing. */
export const waiting = (before: Hook['before']): Hook => ({
  before,
  after: async () => {},
  ended: new Promise(() => {}),
});

export type OnCall = (step: StepName, attempt: number, key: string | undefined) => Hook | undefined;

export type CallsDeps = {
  store: ServedStore;
  /** The folder of its buckets. */
  out: string;
  onCall?: OnCall | undefined;
};

const STALL_MS = 30_000;
const credentials = { accessKeyId: 'LOCAL', secretAccessKey: 'LOCAL' };

export const makeCalls = ({ store: { endpoint }, out, onCall }: CallsDeps) => {
  /** The largest number of S3 calls in one call of the step. */
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
