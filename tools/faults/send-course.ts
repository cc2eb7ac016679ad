// `uploader course --wait` up to its done marker, with the account of a test: the uploader's own plan, upload and start.
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { isUpToDate } from '../../local/is-up-to-date.ts';
import type { Store } from '../../local/store.ts';
import type { Bucket } from '../../services/shared/aws/bucket.ts';
import type { Options } from '../../services/shared/contracts/steps.ts';
import type { Engine } from '../../services/transcriber/engine/engine.ts';
import { sendRun } from '../../services/uploader/commands/transcribe/send.ts';
import { type PlanTarget, planRun } from '../../services/uploader/plan/plan.ts';
import { KEYS } from './clips.ts';

export type SendCourseDeps = { store: Store; engine: Engine; videos: Bucket; transcripts: Bucket };

/** Returns the id of the run; undefined if there is nothing to do. */
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
  const none = async () => undefined;
  const sent = await sendRun(todo, {
    destination: { s3, videos, name: videos.name, runningRun: none, unfinishedRun: none },
    options: { wholeVideo: true, wait: true, local: false, prefix: '' },
    emit: () => {},
    signal,
    onLeftOut: ({ error }) => {
      throw error;
    },
  });
  return sent?.run;
};

const filesIn = (course: string) =>
  KEYS.map((key) => {
    const path = join(course, key);
    const { size, mtimeMs } = statSync(path);
    return { path, key, size, modifiedMs: mtimeMs };
  });
