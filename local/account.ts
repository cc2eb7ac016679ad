// AWS on one machine: the template's event rule in front of the listener, the ASL, and the functions' cores as its tasks.
import type { S3Client } from '@aws-sdk/client-s3';
import type { z } from 'zod';
import { makeCleanup } from '../services/cleanup/cleanup.ts';
import { makeReport } from '../services/cleanup/report.ts';
import { makeListener, ObjectCreated } from '../services/listener/listen.ts';
import { makePublish, PublishEvent } from '../services/publisher/publish.ts';
import { makeBucket } from '../services/shared/aws/bucket.ts';
import type { Buckets } from '../services/shared/aws/clients.ts';
import { runOf } from '../services/shared/contracts/keys.ts';
import { ChunkInput, CleanupInput, RunInput, VideoInput } from '../services/shared/contracts/steps.ts';
import { loadApp } from '../services/shared/page/load-app.ts';
import type { Engine } from '../services/transcriber/engine/engine.ts';
import { makeMerge } from '../services/transcriber/merge.ts';
import { makeSplit } from '../services/transcriber/split.ts';
import { makeTranscribe } from '../services/transcriber/transcribe.ts';
import { openEngine } from './engine.ts';
import { makeExecutions } from './executions.ts';
import type { Task } from './machine.ts';
import { openModel } from './model.ts';
import { ROOT } from './root.ts';
import { type ObjectCreatedEvent, type Store, TRANSCRIPT_BUCKET, VIDEO_BUCKET } from './store.ts';
import { matches, readStateMachine, readTemplate } from './template.ts';
import { trackWork } from './track-work.ts';

/** The functions, in the order of a run. */
export const STEPS = ['Split', 'Transcribe', 'Merge', 'Cleanup', 'Report', 'Publish'] as const;
export type StepName = (typeof STEPS)[number];
export type Account = Awaited<ReturnType<typeof openAccount>>;

export type AccountOptions = {
  /** A name or a path; by default the template's model. */
  model?: string | undefined;
  /** How many processes run at once; by default the number of cores. */
  jobs?: number | undefined;
  /** Used instead of the engine that `model` and `jobs` describe. */
  engine?: Engine;
  /** Stops the runs and every program that they have started. */
  signal: AbortSignal;
  /** Receives a message about what is being waited for. */
  onWait: (words: string) => void;
  /** Makes the course page in the transcript bucket after a run, as on AWS. `--local` makes it next to the transcripts. */
  publishes?: boolean;
} & AccountHooks;

/** For tests: what AWS may do between the parts of an account. */
export type AccountHooks = {
  /**
   * Replaces each call of a function and returns its result to the state machine. `work` does the function's work, with
   * the clients of `own` if given. The account waits for it even if the call has ended before.
   */
  around?: ((step: StepName, input: unknown, work: Work) => Promise<unknown>) | undefined;
  /** Delivers each event that matches the rule to the listener; by default once, immediately. */
  deliver?: ((event: ObjectCreated, listen: Listen) => void) | undefined;
};
type Work = (own?: Buckets) => Promise<unknown>;
type Listen = (event: ObjectCreated) => Promise<unknown>;

export const bucketsOf = (s3: S3Client): Buckets => ({
  videos: makeBucket(s3, VIDEO_BUCKET),
  transcripts: makeBucket(s3, TRANSCRIPT_BUCKET),
});

/**
 * From now on, a done marker that arrives in the store's video bucket starts a run.
 * @throws {UserError} if there is no such model, or no way to get it.
 */
export const openAccount = async (store: Store, options: AccountOptions) => {
  const { signal, around = (_step, _input, work) => work(), deliver } = options;
  const { pattern, chunkSeconds, model } = await readTemplate();
  const buckets = bucketsOf(store.s3);
  const engine = options.engine ?? (await openOwnEngine(options.model ?? model, options));
  const { track, settled } = trackWork();
  const onFinished = async (run: string) => {
    if (options.publishes) void track(repeat(PUBLISH_TRIES, () => steps.Publish({ detail: { run } })));
  };
  const coresOf = (own: Buckets) => makeCores(own, { engine, chunkSeconds, onFinished });
  const shared = coresOf(buckets);
  const steps = makeSteps(async (step, input) =>
    around(step, input, (own) => track((own ? coresOf(own) : shared)[step](input))),
  );
  const tasks = { ...steps, RecordFailure: steps.Cleanup };
  const asl = await readStateMachine();
  const made = makeExecutions(asl, { videos: buckets.videos, tasks, signal, track });
  const { start, executions } = made;
  const listener = makeListener({ videos: buckets.videos, start, maxConcurrency: engine.workers });
  const listen: Listen = (event) => track(listener(event));
  const deliverOnce = (event: ObjectCreated) => {
    const { key } = event.detail.object;
    const fail = (error: unknown) =>
      executions.set(runOf(key) ?? key, { status: 'FAILED', cause: String(error) });
    void listen(event).catch(fail);
  };
  store.onCreated((created) => {
    const event = asEvent(created);
    if (matches(pattern, event)) (deliver ?? deliverOnce)(ObjectCreated.parse(event), listen);
  });

  return { ...buckets, engine, steps, ...made, settled };
};

const openOwnEngine = async (model: string, { jobs, signal, onWait }: AccountOptions): Promise<Engine> =>
  openEngine({ modelPath: await openModel(model, { signal, onWait }), workers: jobs, signal });

/** The functions' calls, by state. */
const makeSteps = (call: (step: StepName, input: unknown) => Promise<unknown>): Record<StepName, Task> => ({
  Split: (input) => call('Split', input),
  Transcribe: (input) => call('Transcribe', input),
  Merge: (input) => call('Merge', input),
  Cleanup: (input) => call('Cleanup', input),
  Report: (input) => call('Report', input),
  Publish: (input) => call('Publish', input),
});

/** As often as Lambda tries an asynchronous call. */
const PUBLISH_TRIES = 3;

/** Gives up after the last try: the next run makes the page. */
const repeat = async (tries: number, act: () => Promise<unknown>): Promise<unknown> => {
  for (let left = tries; left > 0; left -= 1)
    try {
      return await act();
    } catch {}
  return undefined;
};

type CoreDeps = { engine: Engine; chunkSeconds: number; onFinished: (run: string) => Promise<void> };

const makeCores = (buckets: Buckets, { engine, chunkSeconds, onFinished }: CoreDeps) => {
  const task = <Input>(schema: z.ZodType<Input>, core: (input: Input) => Promise<unknown>): Task => {
    return async (input) => core(schema.parse(input));
  };
  return {
    Split: task(VideoInput, makeSplit({ buckets, engine, chunkSeconds, minCoverage: 0 })),
    Transcribe: task(ChunkInput, makeTranscribe({ buckets, engine })),
    Merge: task(VideoInput, makeMerge({ buckets, minCoverage: 0 })),
    Cleanup: task(CleanupInput, makeCleanup({ buckets })),
    // This machine has no event bus.
    Report: task(RunInput, makeReport({ buckets, announce: onFinished })),
    Publish: task(PublishEvent, makePublish({ buckets, app: () => loadApp(ROOT), warn: () => {} })),
  };
};

/** As EventBridge delivers it; the template's rule has VideoBucket in place of the bucket's name. */
const asEvent = ({ bucket, key, time }: ObjectCreatedEvent) => ({
  source: 'aws.s3',
  'detail-type': 'Object Created',
  time,
  detail: { bucket: { name: bucket === VIDEO_BUCKET ? 'VideoBucket' : bucket }, object: { key } },
});
