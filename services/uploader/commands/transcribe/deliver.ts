// The second half of --wait and --local: follows the run, downloads the transcripts and reports the outcome.

import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { UserError } from '../../../shared/contracts/errors.ts';
import type { Report } from '../../../shared/contracts/steps.ts';
import { inOrder } from '../../../shared/text/order.ts';
import { problemOf } from '../../../shared/text/problem.ts';
import { count } from '../../../shared/text/quantities.ts';
import { makeCorrector } from '../../corrections/corrector.ts';
import { EXIT, type ExitCode } from '../../failures/exit-codes.ts';
import type { PageMade } from '../../output/correction-events.ts';
import type { Event, EventOf } from '../../output/events.ts';
import { makePage, preparePage } from '../../page/make-page.ts';
import { mediaOf } from '../../page/videos.ts';
import { isTranscribed, type PlannedFile } from '../../plan/plan.ts';
import { type Fetched, fetchTranscripts } from '../../runs/download.ts';
import type { RunControl } from '../../runs/run-control.ts';
import { costOf } from '../../runs/run-cost.ts';
import { foundNothing, watchRun } from '../watch.ts';
import type { RunningJob, TranscribeJob } from './job.ts';
import type { SentRun } from './send.ts';

/** Checked before anything is sent. */
export const assertCanWait = ({ execution }: Pick<RunControl, 'execution'>): void => {
  if (!execution) throw new UserError('--wait needs --stack NAME, or STATE_MACHINE_ARN in the environment.');
};

type Failed = EventOf<'failed'>;
export type Followed = { report: Report; failed: Failed[] };

export const follow = async (
  run: string,
  { destination, emit, options, signal }: RunningJob,
): Promise<Followed> => {
  const startedAt = performance.now();
  // A run on this machine ends with its command, so nobody needs its name.
  const what = options.local ? 'starting' : `waiting for the run ${run} to start`;
  emit({ type: 'progress', phase: 'wait', message: `Transcribing: ${what}` });
  // If it fails, whoever needs it at the end learns about it.
  if (options.page) preparePage().catch(() => {});
  const failed: Failed[] = [];
  // Failures are held back and printed at the end, below the transcripts, where people look for them.
  const hold = (event: Event) => (event.type === 'failed' ? void failed.push(event) : emit(event));
  const report = await watchRun(run, destination, { emit: hold }, signal).catch((error) => {
    if (signal.aborted) emit({ type: 'note', level: 'warning', message: destination.afterInterruption(run) });
    throw error;
  });
  const done = report.videos.filter(({ state, upToDate }) => state === 'done' && !upToDate).length;
  const seconds = Math.round((performance.now() - startedAt) / 1_000);
  const minutes = (report.totals.durationSeconds / 60).toFixed(1);
  const transcribed = `Transcribed ${count(done, 'video')}, ${minutes} minutes of sound, in ${seconds} s`;
  if (done > 0) emit({ type: 'note', level: 'done', message: transcribed });
  return { report, failed };
};

export type Ended = {
  plan: PlannedFile[];
  report: Followed | undefined;
  sent: SentRun | undefined;
  /** Files that were not ready to be sent. */
  leftOut: Failed[];
  /** By `performance.now()`. */
  startedAt: number;
  /** Prints any other messages at the end. */
  beforeSummary: () => void;
};

/** A run that was already running may include other videos. */
const doneOf = (plan: PlannedFile[], followed: Followed | undefined): number => {
  const asked = new Set(plan.filter((file) => !isTranscribed(file)).map(({ key }) => key));
  const videos = followed?.report.videos ?? [];
  return videos.filter(({ key, state }) => state === 'done' && asked.has(key)).length;
};

export const deliver = async (
  { plan, report: followed, sent, leftOut, startedAt, beforeSummary }: Ended,
  job: TranscribeJob,
): Promise<ExitCode> => {
  const { emit } = job;
  const failures = followed?.report.videos.filter(({ state }) => state === 'failed') ?? [];
  const failedKeys = new Set([...failures, ...leftOut].map(({ key }) => key));
  const done = plan.map(({ key }) => key).filter((key) => !failedKeys.has(key));
  const { transcripts, lost } = await bring(done, job);
  for (const transcript of transcripts) emit({ type: 'transcript', ...transcript });
  const failed = [...(followed?.failed ?? []), ...lost, ...leftOut].toSorted((a, b) => inOrder(a.key, b.key));
  for (const event of failed) emit(event);
  const incomplete = transcripts.filter(({ lostSeconds }) => lostSeconds > 0).length;
  const cost = followed && costOf(followed.report);
  const made = transcripts.length > 0 ? await pageOf(plan, failed, job) : {};
  beforeSummary();
  emit({
    type: 'summary',
    ...(sent && { run: sent.run }),
    sent: sent?.files ?? 0,
    sentBytes: sent?.bytes ?? 0,
    upToDate: plan.filter(isTranscribed).length,
    done: doneOf(plan, followed),
    failed: failures.length + lost.length + leftOut.length,
    leftOut: leftOut.length,
    incomplete,
    nothingHeard: transcripts.filter(({ nothingHeard }) => nothingHeard).length,
    seconds: Math.round((performance.now() - startedAt) / 1_000),
    ...(cost && { cost }),
    ...(made.page && { page: made.page }),
  });
  if (made.fault) throw made.fault;
  const isShort = failed.length + failures.length + incomplete > 0;
  return isShort || (followed && foundNothing(followed.report)) ? EXIT.someFailed : EXIT.done;
};

/** @returns the transcripts, and the videos without one. */
const bring = async (
  videoKeys: string[],
  { destination, emit, options: { overwrite, out, prefix } }: TranscribeJob,
): Promise<{ transcripts: Fetched[]; lost: Failed[] }> => {
  let filesDone = 0;
  const fetched = () => {
    filesDone += 1;
    emit({ type: 'progress', phase: 'download', files: videoKeys.length, filesDone });
  };
  const lost: Failed[] = [];
  const missing = (key: string, { name, message }: Error) =>
    void lost.push({ type: 'failed', key, error: { name, message } });
  const correct = makeCorrector(out, {
    ...{ bucket: destination.transcripts, prefixOf: () => prefix, overwrite },
    warn: (message) => emit({ type: 'note', level: 'warning', message }),
  });
  const fetching = { fetched, missing, overwrite, correct };
  return { transcripts: await fetchTranscripts(destination.transcripts, videoKeys, out, fetching), lost };
};

/** If the page cannot be made, a warning below the summary says so: the transcripts exist all the same. */
const pageOf = async (
  plan: PlannedFile[],
  failed: Failed[],
  { options, signal }: TranscribeJob,
): Promise<{ page?: PageMade; fault?: unknown }> => {
  const { dir, out, prefix } = options;
  if (!options.page) return {};
  const folder = join(out, prefix);
  try {
    signal.throwIfAborted();
    const page = await makePage(folder, {
      signal,
      title: basename(resolve(dir)),
      media: await mediaOf(folder, prefix, plan),
      failed: failed.map(({ key, error }) => problemOf(key, error.message)),
      isGone: (key) => !existsSync(join(dir, key.slice(prefix.length))),
    });
    return { page };
  } catch (fault) {
    return { fault };
  }
};
