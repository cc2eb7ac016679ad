// `uploader course --wait` up to its done marker, on an account of a test: the uploader's own plan, upload and start.
import { randomUUID } from 'node:crypto';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { isUpToDate } from '../../local/is-up-to-date.ts';
import type { Store } from '../../local/store.ts';
import type { Bucket } from '../../services/shared/aws/bucket.ts';
import { runId } from '../../services/shared/contracts/keys.ts';
import type { Options } from '../../services/shared/contracts/steps.ts';
import type { Engine } from '../../services/transcriber/engine/engine.ts';
import { type PlannedFile, type PlanTarget, planRun } from '../../services/uploader/plan/plan.ts';
import { identify } from '../../services/uploader/send/identity.ts';
import { sendAll } from '../../services/uploader/send/send-all.ts';
import { startRun } from '../../services/uploader/send/start-run.ts';
import type { FileToSend } from '../../services/uploader/send/types.ts';
import { KEYS } from './clips.ts';

export type SendCourseDeps = { store: Store; engine: Engine; videos: Bucket; transcripts: Bucket };

/** Gives the run's id; undefined where there is nothing to do. */
export const sendCourse = async (
  course: string,
  options: Options,
  { store: { s3 }, engine, videos, transcripts }: SendCourseDeps,
): Promise<string | undefined> => {
  const { signal } = new AbortController();
  const target: PlanTarget = {
    videos,
    transcripts,
    isUpToDate: (origin, wanted) => isUpToDate(engine, origin, wanted),
  };
  const plan = await planRun(filesIn(course), target, () => options, { checksum: true, signal });
  const todo = plan.filter(({ action }) => action !== 'upToDate');
  if (todo.length === 0) return undefined;
  const listener = { started: () => {}, bytes: () => {}, sent: () => {} };
  const toSend = todo.filter(({ action }) => action === 'send').map(asFileToSend);
  const sent = await sendAll(toSend, { s3, bucket: videos, listener, signal });
  const run = runId(new Date(), randomUUID());
  const items = todo.map((file) => {
    const Etag = sent.get(file.key)?.etag ?? file.etag;
    return { Key: file.key, Etag, Options: file.options };
  });
  await startRun(videos, run, items);
  return run;
};

const filesIn = (course: string) =>
  KEYS.map((key) => {
    const path = join(course, key);
    const { size, mtimeMs } = statSync(path);
    return { path, key, size, modifiedMs: mtimeMs };
  });

const asFileToSend = ({ path, key, size, replaces }: PlannedFile): FileToSend => ({
  key,
  replaces,
  prepare: async () => ({
    path,
    size,
    kind: 'video',
    identity: await identify({ path }),
    release: async () => {},
  }),
});
