// An account as AWS runs it, in this process: real S3 server, real ASL, the functions of `calls.ts`, and events that a test
// may hold back. The engine's programs are the quick ones.
import { mkdirSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { TRANSCRIPT_BUCKET, VIDEO_BUCKET } from '../../local/store.ts';
import { MODELS_FOLDER, readStateMachine } from '../../local/template.ts';
import { makeListener, ObjectCreated } from '../../services/listener/listen.ts';
import { type Bucket, makeBucket } from '../../services/shared/aws/bucket.ts';
import { keys } from '../../services/shared/contracts/keys.ts';
import { type Options, Report } from '../../services/shared/contracts/steps.ts';
import { type Engine, makeEngine } from '../../services/transcriber/engine/engine.ts';
import { openMachineStore } from '../../services/uploader/destination/store.ts';
import { fetchTranscripts } from '../../services/uploader/runs/download.ts';
import { makeCalls, type OnCall } from './calls.ts';
import { KEYS } from './clips.ts';
import { type Executions, makeStart } from './executions.ts';
import { sendCourse } from './send-course.ts';

export type Listen = (event: ObjectCreated) => Promise<unknown>;

export type CloudAccountOptions = {
  folder: string;
  course: string;
  onCall?: OnCall;
  /** Gets every event of the video bucket, and what it delivers them to; at once, unless told. */
  deliver?: (event: ObjectCreated, listen: Listen) => void;
  /** Sees every request before the S3 server, and answers true for one that it takes. */
  intercept?: (request: IncomingMessage, response: ServerResponse, executions: Executions) => boolean;
};

export type SendOutcome = { code: 0 | 2; why: string };
export type Cloud = Awaited<ReturnType<typeof openCloudAccount>>;

const DONE: SendOutcome = { code: 0, why: '' };

const START_MS = 1_200_000;
const POLL_MS = 10;
const VIDEOS_AT_ONCE = 2;

export const openCloudAccount = async ({
  folder,
  course,
  onCall,
  deliver,
  intercept,
}: CloudAccountOptions) => {
  mkdirSync(folder, { recursive: true });
  const storeFolder = join(folder, 'out/.uploader');
  const executions: Executions = new Map();
  const store = await openMachineStore(storeFolder, {
    intercept: (request, response) => intercept?.(request, response, executions) ?? false,
  });
  const { engine, heard } = countingEngine();
  const videos = makeBucket(store.s3, VIDEO_BUCKET);
  const transcripts = makeBucket(store.s3, TRANSCRIPT_BUCKET);
  const work = new Set<Promise<unknown>>();
  const track = (one: Promise<unknown>) => void work.add(one.catch(() => {}));
  const { tasks, counts, seen } = makeCalls({ store, out: join(folder, 'out'), engine, onCall, track });
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
  const send = async (options: Options = {}): Promise<SendOutcome> => {
    const run = await sendCourse(course, options, { store, engine, videos, transcripts });
    const sent = run ? await ending(run, executions, transcripts) : DONE;
    return sent.code === 0 ? fetched(transcripts, join(folder, 'out')) : sent;
  };
  const settled = async () => {
    await Promise.all([...executions.values()].map(({ ended }) => ended));
    await Promise.all(work);
  };
  const close = async () => {
    await settled();
    await store.close();
  };
  return { store, videos, transcripts, heard, counts, seen, executions, send, settled, close };
};

const fetched = async (transcripts: Bucket, out: string): Promise<SendOutcome> => {
  try {
    await fetchTranscripts(transcripts, [...KEYS], out);
    return DONE;
  } catch (error) {
    return { code: 2, why: String(error) };
  }
};

const ending = async (run: string, executions: Executions, transcripts: Bucket): Promise<SendOutcome> => {
  for (const limit = Date.now() + START_MS; !executions.has(run); await sleep(POLL_MS))
    if (Date.now() > limit) return { code: 2, why: 'it never started' };
  const result = await executions.get(run)?.ended;
  const report = await transcripts.readJson(keys.report(run), Report);
  if (!report) return { code: 2, why: `it left no report: ${result}` };
  const failed = report.videos.filter(({ state }) => state === 'failed');
  const why = failed.map(({ error }) => error?.message).join(' | ');
  return { code: failed.length > 0 ? 2 : 0, why };
};

let shared: Engine | undefined;

/** Its model is read once for all points. */
const countingEngine = () => {
  const model = (name: string) => join(MODELS_FOLDER, name);
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
