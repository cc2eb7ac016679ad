// Sends the planned files and starts the run, or finds the one that already has these videos.
import { randomUUID } from 'node:crypto';
import { runId } from '../../../shared/contracts/keys.ts';
import type { Item } from '../../../shared/contracts/steps.ts';
import { bytes, count } from '../../../shared/text/quantities.ts';
import type { Destination } from '../../destination/destination.ts';
import type { PlannedFile } from '../../plan/plan.ts';
import type { RunControl } from '../../runs/run-control.ts';
import { prepareWith } from '../../send/prepare.ts';
import { sendAll } from '../../send/send-all.ts';
import { startRun } from '../../send/start-run.ts';
import type { FileToSend, SendListener, Sent } from '../../send/types.ts';
import { forgetArrived } from '../../send/unfinished.ts';
import { hasFfmpeg, prepareFile } from '../../soundtrack/prepare.ts';
import { wouldSave } from '../../soundtrack/would-save.ts';
import type { TranscribeOptions } from './flags.ts';
import type { RunningJob } from './job.ts';
import { makeSendProgress } from './send-progress.ts';

export type SentRun = { run: string; files: number; bytes: number };

export type SendRunJob = Pick<RunningJob, 'emit' | 'signal'> & {
  options: Pick<TranscribeOptions, 'wholeVideo' | 'jobs' | 'prefix' | 'wait' | 'local'>;
  destination: Pick<Destination, 's3' | 'videos' | 'name'> & Pick<RunControl, 'runningRun' | 'unfinishedRun'>;
  /** Called for a file that is still being written; the others continue. */
  onLeftOut: (file: { key: string; error: Error }) => void;
};

/** Returns undefined if there was nothing left to transcribe. */
export const sendRun = async (todo: PlannedFile[], job: SendRunJob): Promise<SentRun | undefined> => {
  const { destination, emit, options } = job;
  const sent = await sendFiles(
    todo.filter(({ action }) => action === 'send'),
    job,
  );
  await forgetArrived(
    todo.filter(({ action }) => action !== 'send'),
    { bucket: destination.videos },
  );
  const there = todo.filter(({ key, action }) => action !== 'send' || sent.has(key));
  if (there.length === 0) return undefined;
  const prefix = options.prefix === '' ? {} : { Prefix: options.prefix };
  const items = there.map((file): Item => {
    const { etag = file.etag, size = file.size } = sent.get(file.key) ?? {};
    return { Key: file.key, Etag: etag, Size: size, Options: file.options, ...prefix };
  });
  const running = await destination.runningRun(items);
  const unfinished = running ? undefined : await destination.unfinishedRun();
  const run = running ?? unfinished ?? runId(new Date(), randomUUID());
  if (running)
    emit({ type: 'note', level: 'info', message: `The run ${running} is already working on these videos.` });
  if (!running) await startRun(destination.videos, run, items, { goesOn: unfinished !== undefined });
  // With --wait or --local, the progress shows the state of the run.
  if (!options.wait && !options.local)
    emit({ type: 'run', run, state: 'started', videos: items.length, done: 0, failed: 0 });
  const total = [...sent.values()].reduce((sum, { size }) => sum + size, 0);
  return { run, files: sent.size, bytes: total };
};

const sendFiles = async (files: PlannedFile[], job: SendRunJob) => {
  const { destination, emit, options, signal } = job;
  if (files.length === 0) return new Map<string, Sent>();
  // A run on this machine would not have started without ffmpeg.
  const ffmpeg = !options.wholeVideo && (options.local || (await hasFfmpeg()));
  const message = ffmpeg || options.wholeVideo ? undefined : wouldSave(files);
  if (message) emit({ type: 'note', level: 'info', message });
  const progress = makeSendProgress(files, emit);
  try {
    const { wholeVideo } = options;
    const prepare = (file: PlannedFile) => () =>
      prepareWith(file, () => prepareFile(file, { wholeVideo, ffmpeg, signal }), signal);
    const wanted = files.map((file): FileToSend => ({ ...file, prepare: prepare(file) }));
    const { s3, videos: bucket, name } = destination;
    const { jobs } = options;
    const leftOut: SendListener['leftOut'] = (file) => {
      progress.listener.leftOut?.(file);
      job.onLeftOut(file);
    };
    const listener = { ...progress.listener, leftOut };
    const sent = await sendAll(wanted, { s3, bucket, listener, signal, ...(jobs && { jobs }) });
    const total = [...sent.values()].reduce((sum, { size }) => sum + size, 0);
    const what = `${count(sent.size, 'video')} (${bytes(total)})`;
    const said = options.local ? `Prepared ${what}` : `Sent ${what} to ${name}`;
    if (sent.size > 0) emit({ type: 'note', level: 'done', message: said });
    return sent;
  } finally {
    progress.close();
  }
};
