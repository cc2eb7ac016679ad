// The services on this machine: the template's own rule in front of the listener, the state machine's own ASL,
// and the cores of the functions as its tasks.
import type { z } from 'zod';
import { makeCleanup } from '../services/cleanup/cleanup.ts';
import { makeReport, type Publish } from '../services/cleanup/report.ts';
import { makeListener, ObjectCreated } from '../services/listener/listen.ts';
import { type Bucket, makeBucket } from '../services/shared/aws/bucket.ts';
import type { Buckets } from '../services/shared/aws/clients.ts';
import type { Execution } from '../services/shared/contracts/execution.ts';
import { keys, runOf } from '../services/shared/contracts/keys.ts';
import { ChunkInput, CleanupInput, RunInput, VideoInput } from '../services/shared/contracts/steps.ts';
import type { Engine } from '../services/transcriber/engine/engine.ts';
import { makeMerge } from '../services/transcriber/merge.ts';
import { makeSplit } from '../services/transcriber/split.ts';
import { makeTranscribe } from '../services/transcriber/transcribe.ts';
import { openEngine } from './engine.ts';
import { startMachine, type Task } from './machine.ts';
import { openModel } from './model.ts';
import { type ObjectCreatedEvent, type Store, TRANSCRIPT_BUCKET, VIDEO_BUCKET } from './store.ts';
import { matches, readStateMachine, readTemplate } from './template.ts';

export type Account = Awaited<ReturnType<typeof openAccount>>;

/** This machine has no event bus, and the run's report is read from its bucket. */
const publishNowhere: Publish = async () => {};

export type AccountOptions = {
  /** A name or a path; the template's unless told. */
  model?: string | undefined;
  /** Programs at once; as many as there are cores unless told. */
  jobs?: number | undefined;
  /** Ends the runs and every program that they have started. */
  signal: AbortSignal;
  /** Says what is waited for. */
  onWait: (words: string) => void;
};

/**
 * A done marker that arrives in the store's video bucket starts a run, from here on.
 * @throws {UserError} no such model, or no way to get it.
 */
export const openAccount = async (store: Store, { model, jobs, signal, onWait }: AccountOptions) => {
  const { pattern, chunkSeconds, model: defaultModel } = await readTemplate();
  const asl = await readStateMachine();
  const buckets = {
    videos: makeBucket(store.s3, VIDEO_BUCKET),
    transcripts: makeBucket(store.s3, TRANSCRIPT_BUCKET),
  };
  const modelPath = await openModel(model ?? defaultModel, { signal, onWait });
  const engine = openEngine({ modelPath, workers: jobs, signal });
  const { track, settled } = trackWork();
  const steps = makeSteps(buckets, { engine, chunkSeconds }, track);
  const { start, executions } = makeStart(asl, { ...buckets, steps, signal, track });
  const listen = makeListener({ videos: buckets.videos, start, maxConcurrency: engine.workers });
  store.onCreated((created) => {
    const event = asEvent(created);
    if (!matches(pattern, event)) return;
    const fail = (error: unknown) =>
      executions.set(runOf(created.key) ?? created.key, { status: 'FAILED', cause: String(error) });
    void track(listen(ObjectCreated.parse(event))).catch(fail);
  });

  return { ...buckets, engine, steps, start, executions, settled };
};

type Track = <T>(work: Promise<T>) => Promise<T>;

/** The functions, by the states that call them. */
const makeSteps = (
  buckets: Buckets,
  { engine, chunkSeconds }: { engine: Engine; chunkSeconds: number },
  track: Track,
) => {
  const task = <Input>(schema: z.ZodType<Input>, core: (input: Input) => Promise<unknown>): Task => {
    return async (input) => track(core(schema.parse(input)));
  };
  return {
    Split: task(VideoInput, makeSplit({ buckets, engine, chunkSeconds, minCoverage: 0 })),
    Transcribe: task(ChunkInput, makeTranscribe({ buckets, engine })),
    Merge: task(VideoInput, makeMerge({ buckets, minCoverage: 0 })),
    Cleanup: task(CleanupInput, makeCleanup({ buckets })),
    Report: task(RunInput, makeReport({ buckets, publish: publishNowhere })),
  };
};

type StartDeps = {
  videos: Bucket;
  steps: ReturnType<typeof makeSteps>;
  signal: AbortSignal;
  track: Track;
};

/** StartExecution: a name is used once. */
const makeStart = (asl: string, { videos, steps, signal, track }: StartDeps) => {
  const executions = new Map<string, Execution>();
  const tasks = { ...steps, RecordFailure: steps.Cleanup };
  const readItems = async (_bucket: string, key: string) => JSON.parse((await videos.readText(key)) ?? '[]');
  const start = async (input: RunInput): Promise<boolean> => {
    signal.throwIfAborted();
    if (executions.has(input.run)) return false;
    executions.set(input.run, { status: 'RUNNING' });
    // The server removes a folder that a delete leaves empty, and with it what another video has just written there.
    await videos.write(`${keys.workOf(input.run)}keep`, '');
    const { result, abort } = startMachine(asl, input, { tasks, readItems });
    signal.addEventListener('abort', abort);
    void track(result)
      .then(
        () => executions.set(input.run, { status: 'SUCCEEDED' }),
        (error) =>
          executions.set(input.run, { status: signal.aborted ? 'ABORTED' : 'FAILED', cause: String(error) }),
      )
      .finally(() => signal.removeEventListener('abort', abort));
    return true;
  };
  return { start, executions };
};

/** Remembers work until it has ended: a step that is aborted still removes its scratch folder. */
const trackWork = () => {
  const running = new Set<Promise<unknown>>();
  const track = <T>(work: Promise<T>): Promise<T> => {
    const forget = () => void running.delete(work);
    running.add(work);
    work.then(forget, forget);
    return work;
  };
  /** Work may have started other work. */
  const settled = async () => {
    while (running.size > 0) await Promise.allSettled(running);
  };
  return { track, settled };
};

/** In the form in which EventBridge delivers it; the template's rule says VideoBucket where the deployed one has a name. */
const asEvent = ({ bucket, key, time }: ObjectCreatedEvent) => ({
  source: 'aws.s3',
  'detail-type': 'Object Created',
  time,
  detail: { bucket: { name: bucket === VIDEO_BUCKET ? 'VideoBucket' : bucket }, object: { key } },
});
