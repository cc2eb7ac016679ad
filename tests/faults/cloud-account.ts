// An account as AWS runs it, in this process: real S3 server, real ASL, the functions of `calls.ts`, and events that a test
// may hold back. The engine's programs are the quick ones.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeListener, ObjectCreated } from '../../services/listener/listen.ts';
import { type Bucket, makeBucket } from '../../services/shared/bucket.ts';
import { type Options, Report, type RunInput } from '../../services/shared/contracts.ts';
import { keys } from '../../services/shared/keys.ts';
import { type Engine, makeEngine } from '../../services/transcriber/engine.ts';
import { startMachine, type Task } from '../../services/uploader/local/machine.ts';
import { openStore, TRANSCRIPT_BUCKET, VIDEO_BUCKET } from '../../services/uploader/local/store.ts';
import { MODELS, readStateMachine } from '../../services/uploader/local/template.ts';
import { fetchTranscripts } from '../../services/uploader/runs/download.ts';
import { makeCalls, type OnCall } from './calls.ts';
import { KEYS } from './clips.ts';
import { sendCourse } from './send-course.ts';

export type Listen = (event: ObjectCreated) => Promise<unknown>;

export type CloudOptions = {
  folder: string;
  course: string;
  onCall?: OnCall;
  /** Gets every event of the video bucket, and what it delivers them to; at once, unless told. */
  deliver?: (event: ObjectCreated, listen: Listen) => void;
};
export type Sent = { code: 0 | 2; why: string };
export type Cloud = Awaited<ReturnType<typeof openCloudAccount>>;

const DONE: Sent = { code: 0, why: '' };

const START_MS = 60_000;
const POLL_MS = 10;
const VIDEOS_AT_ONCE = 2;

export const openCloudAccount = async ({ folder, course, onCall, deliver }: CloudOptions) => {
  mkdirSync(folder, { recursive: true });
  const storeFolder = join(folder, 'out/.uploader');
  const store = await openStore(storeFolder);
  const { engine, heard } = countingEngine();
  const videos = makeBucket(store.s3, VIDEO_BUCKET);
  const transcripts = makeBucket(store.s3, TRANSCRIPT_BUCKET);
  const work = new Set<Promise<unknown>>();
  const track = (one: Promise<unknown>) => void work.add(one.catch(() => {}));
  const { tasks, counts } = makeCalls({ store, engine, onCall, track });
  const executions = new Map<string, Promise<unknown>>();
  const start = makeStart(videos, tasks, await readStateMachine(), executions);
  const listener = makeListener({ videos, start, maxConcurrency: VIDEOS_AT_ONCE });
  const listen: Listen = (event) => {
    const listening = listener(event);
    track(listening);
    return listening;
  };
  store.onCreated(({ bucket, key, time }) => {
    if (bucket !== VIDEO_BUCKET) return;
    const event = ObjectCreated.parse({ time, detail: { bucket: { name: bucket }, object: { key } } });
    if (deliver) deliver(event, listen);
    else void listen(event).catch(() => {});
  });

  /** `uploader course --wait` */
  const send = async (options: Options = {}): Promise<Sent> => {
    const run = await sendCourse(course, options, { store, engine, videos, transcripts });
    const sent = run ? await ending(run, executions, transcripts) : DONE;
    return sent.code === 0 ? fetched(transcripts, join(folder, 'out')) : sent;
  };
  const settled = async () => {
    await Promise.all(executions.values());
    await Promise.all(work);
  };
  const close = async () => {
    await settled();
    await store.close();
  };
  return { store, videos, transcripts, heard, counts, executions, send, settled, close };
};

/** StartExecution: a name is used once. */
const makeStart = (
  videos: Bucket,
  tasks: Record<string, Task>,
  asl: string,
  executions: Map<string, Promise<unknown>>,
) => {
  const readItems = async (_: string, key: string) => JSON.parse((await videos.readText(key)) ?? '[]');
  return async (input: RunInput): Promise<boolean> => {
    if (executions.has(input.run)) return false;
    const execute = async () => {
      // As on this machine: its S3 server removes a folder that a delete leaves empty.
      await videos.write(`${keys.workOf(input.run)}keep`, '');
      return startMachine(asl, input, { tasks, readItems }).result;
    };
    executions.set(
      input.run,
      execute().catch((error) => error),
    );
    return true;
  };
};

const fetched = async (transcripts: Bucket, out: string): Promise<Sent> => {
  try {
    await fetchTranscripts(transcripts, [...KEYS], out);
    return DONE;
  } catch (error) {
    return { code: 2, why: String(error) };
  }
};

const ending = async (
  run: string,
  executions: Map<string, Promise<unknown>>,
  transcripts: Bucket,
): Promise<Sent> => {
  for (const limit = Date.now() + START_MS; !executions.has(run); await sleep(POLL_MS))
    if (Date.now() > limit) return { code: 2, why: 'it never started' };
  const result = await executions.get(run);
  const report = await transcripts.readJson(keys.report(run), Report);
  if (!report) return { code: 2, why: `it left no report: ${result}` };
  const failed = report.videos.filter(({ state }) => state === 'failed');
  const why = failed.map(({ error }) => error?.message).join(' | ');
  return { code: failed.length > 0 ? 2 : 0, why };
};

let shared: Engine | undefined;

/** Its model is read once for all points. */
const countingEngine = () => {
  const model = (name: string) => join(MODELS, name);
  const modelPath = model('ggml-tiny.en-q8_0.bin');
  shared ??= makeEngine({ modelPath, vadModelPath: model('ggml-silero-v6.2.0.bin'), workers: 2 });
  const { transcribe } = shared;
  const heard: string[] = [];
  const engine: Engine = {
    ...shared,
    transcribe: (wav, ...rest) => {
      heard.push(wav);
      return transcribe(wav, ...rest);
    },
  };
  return { engine, heard };
};
