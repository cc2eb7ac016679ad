// A local account that behaves like AWS: each call of a function is independent (`calls.ts`), and a test may hold events
// back. The engine's programs are the quick ones.
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Account, type AccountHooks, openAccount } from '../../local/account.ts';
import { makeEndpoint } from '../../local/endpoint.ts';
import { openEngine } from '../../local/engine.ts';
import type { StoreOptions } from '../../local/store.ts';
import { MODELS_FOLDER } from '../../local/template.ts';
import type { Bucket } from '../../services/shared/aws/bucket.ts';
import { keys } from '../../services/shared/contracts/keys.ts';
import { type Options, Report } from '../../services/shared/contracts/steps.ts';
import type { Engine } from '../../services/transcriber/engine/engine.ts';
import { STORE_FOLDER } from '../../services/uploader/destination/machine.ts';
import { fetchTranscripts } from '../../services/uploader/runs/download.ts';
import { makeCalls, type OnCall } from './calls.ts';
import { KEYS } from './clips.ts';
import { openHttpStore } from './http-store.ts';
import { sendCourse } from './send-course.ts';

export type CloudAccountOptions = Pick<AccountHooks, 'deliver'> & {
  folder: string;
  course: string;
  onCall?: OnCall;
  /** Sees every request before the account's servers; returns true for those that it handles. */
  intercept?: StoreOptions['intercept'];
};

export type SendEnding = { code: 0 | 2; why: string };
export type Cloud = Awaited<ReturnType<typeof openCloudAccount>>;

const DONE: SendEnding = { code: 0, why: '' };

const LIMIT_MS = 1_200_000;
const POLL_MS = 10;

export const openCloudAccount = async ({
  folder,
  course,
  onCall,
  deliver,
  intercept,
}: CloudAccountOptions) => {
  const out = join(folder, 'out');
  const opening = Promise.withResolvers<Account>();
  const endpoint = makeEndpoint({ account: opening.promise, print: () => {} });
  const store = await openHttpStore(join(out, STORE_FOLDER), {
    intercept: (request, response) => intercept?.(request, response) || endpoint(request, response),
  });
  const { engine, heard } = countingEngine();
  const { around, counts, seen } = makeCalls({ store, out, onCall });
  const { signal } = new AbortController();
  const account = await openAccount(store, {
    ...{ engine, signal, around, deliver, publishes: true },
    onWait: () => {},
  });
  opening.resolve(account);
  const { videos, transcripts, executions, settled } = account;

  /** `uploader course --wait` */
  const send = async (options: Options = {}): Promise<SendEnding> => {
    const run = await sendCourse(course, options, { store, engine, videos, transcripts });
    const sent = run ? await ending(run, account) : DONE;
    return sent.code === 0 ? fetched(transcripts, out) : sent;
  };
  const close = async () => {
    await settled();
    await store.close();
  };
  return { store, videos, transcripts, heard, counts, seen, executions, send, settled, close };
};

const fetched = async (transcripts: Bucket, out: string): Promise<SendEnding> => {
  try {
    await fetchTranscripts(transcripts, [...KEYS], out);
    return DONE;
  } catch (error) {
    return { code: 2, why: String(error) };
  }
};

const ending = async (run: string, { executions, transcripts }: Account): Promise<SendEnding> => {
  const isUnderWay = () => (executions.get(run)?.status ?? 'RUNNING') === 'RUNNING';
  for (const limit = Date.now() + LIMIT_MS; isUnderWay(); await sleep(POLL_MS))
    if (Date.now() > limit) return { code: 2, why: 'it never started or never ended' };
  const report = await transcripts.readJson(keys.report(run), Report);
  if (!report) return { code: 2, why: `it left no report: ${executions.get(run)?.cause}` };
  const failed = report.videos.filter(({ state }) => state === 'failed');
  const why = failed.map(({ error }) => error?.message).join(' | ');
  return { code: failed.length > 0 ? 2 : 0, why };
};

let shared: Engine | undefined;

/** Reads its model once for all points. */
const countingEngine = () => {
  shared ??= openEngine({ modelPath: join(MODELS_FOLDER, 'ggml-tiny.en-q8_0.bin'), workers: 2 });
  const { transcribe } = shared;
  const heard: string[] = [];
  const engine: Engine = {
    ...shared,
    transcribe: (sound, settings, attempt) => {
      heard.push(attempt?.place ?? '');
      return transcribe(sound, settings, attempt);
    },
  };
  return { engine, heard };
};
