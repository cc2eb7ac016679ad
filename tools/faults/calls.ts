// The functions of an account: each call of one has an S3 client of its own, as each Lambda has, and a hook that sees each
// of its calls of S3 and may end it. What is done with the hooks is `step-kinds.ts`.
import type { S3Client } from '@aws-sdk/client-s3';
import type { Task } from '../../local/machine.ts';
import { type Store, TRANSCRIPT_BUCKET, VIDEO_BUCKET } from '../../local/store.ts';
import { makeCleanup } from '../../services/cleanup/cleanup.ts';
import { makeReport } from '../../services/cleanup/report.ts';
import { makeBucket } from '../../services/shared/aws/bucket.ts';
import { ChunkInput, CleanupInput, RunInput, VideoInput } from '../../services/shared/contracts/steps.ts';
import type { Engine } from '../../services/transcriber/engine/engine.ts';
import { makeMerge } from '../../services/transcriber/merge.ts';
import { makeSplit } from '../../services/transcriber/split.ts';
import { makeTranscribe } from '../../services/transcriber/transcribe.ts';
import { makeS3Client } from '../../services/uploader/send/s3.ts';
import { type Seen, watchCall } from './watch-call.ts';

export const STEPS = ['Split', 'Transcribe', 'Merge', 'Cleanup', 'Report'] as const;
export type Step = (typeof STEPS)[number];

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

export type OnCall = (step: Step, attempt: number, key: string | undefined) => Hook | undefined;

export type CallsDeps = {
  store: Store;
  /** Where its buckets are. */
  out: string;
  engine: Engine;
  onCall?: OnCall | undefined;
  track: (work: Promise<unknown>) => void;
};

const CHUNK_SECONDS = 1_200;
const STALL_MS = 30_000;
const credentials = { accessKeyId: 'LOCAL', secretAccessKey: 'LOCAL' };

export const makeCalls = ({ store: { endpoint }, out, engine, onCall, track }: CallsDeps) => {
  /** Of S3, the most that one call of the step made. */
  const counts: Partial<Record<Step, number>> = {};
  const attempts: Partial<Record<Step, number>> = {};
  const seen: Seen = { deletes: 0, unread: [], again: [] };

  const call =
    (step: Step): Task =>
    async (input) => {
      const attempt = (attempts[step] ?? 0) + 1;
      attempts[step] = attempt;
      const hook = onCall?.(step, attempt, VideoInput.safeParse(input).data?.item.Key);
      const s3 = makeS3Client({ endpoint, region: 'local', credentials, stallMs: STALL_MS });
      watch(s3, hook, (nth) => {
        counts[step] = Math.max(counts[step] ?? 0, nth);
      });
      watchCall(s3, out, input, seen);
      const working = coreOf(step, s3, engine)(input).finally(() => s3.destroy());
      track(working);
      return hook ? Promise.race([working, hook.ended]) : working;
    };
  const tasks: Record<string, Task> = Object.fromEntries(STEPS.map((step) => [step, call(step)]));
  return { counts, seen, tasks: { ...tasks, RecordFailure: call('Cleanup') } };
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

const coreOf = (step: Step, s3: S3Client, engine: Engine): Task => {
  const buckets = { videos: makeBucket(s3, VIDEO_BUCKET), transcripts: makeBucket(s3, TRANSCRIPT_BUCKET) };
  const deps = { buckets, engine, chunkSeconds: CHUNK_SECONDS, minCoverage: 0, publish: async () => {} };
  const cores: Record<Step, Task> = {
    Split: async (input) => makeSplit(deps)(VideoInput.parse(input)),
    Transcribe: async (input) => makeTranscribe(deps)(ChunkInput.parse(input)),
    Merge: async (input) => makeMerge(deps)(VideoInput.parse(input)),
    Cleanup: async (input) => makeCleanup(deps)(CleanupInput.parse(input)),
    Report: async (input) => makeReport(deps)(RunInput.parse(input)),
  };
  return cores[step];
};
