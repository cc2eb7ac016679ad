// `uploader watch RUN`: waits until the run ends, and reports each failed video at once.

import { z } from 'zod';
import type { Report, VideoResult } from '../../shared/contracts/steps.ts';
import { RunEnded } from '../failures/errors.ts';
import { EXIT, type ExitCode } from '../failures/exit-codes.ts';
import type { Emit } from '../output/events.ts';
import { ofState, type RunEvent, type RunReporter, type VideoNow } from '../output/run-events.ts';
import { followRun, type RunProgress } from '../runs/follow.ts';
import { findRun } from '../runs/list.ts';
import { readRun } from '../runs/read.ts';
import type { FollowedSource } from '../runs/run-control.ts';
import { costOf } from '../runs/run-cost.ts';
import { videoOf } from '../runs/video-states.ts';
import { defineRunCommand, RunFlags } from './command.ts';

const PROGRESS_MS = 1_000;

export type WatchOptions = { run: string; signal: AbortSignal };

/** @throws {RunEnded} if the run was cancelled or ended without a report. */
export const watch = async (
  { run, signal }: WatchOptions,
  destination: FollowedSource,
  reporter: { emit: Emit },
): Promise<ExitCode> => {
  const startedAt = performance.now();
  const id = await findRun(run, destination);
  const report = await watchRun(id, destination, reporter, signal).catch((error) => {
    const message = destination.afterInterruption(id);
    if (signal.aborted) reporter.emit({ type: 'note', level: 'warning', message });
    throw error;
  });
  const { done, failed, incomplete, nothingHeard = 0 } = report.totals;
  const cost = costOf(report);
  reporter.emit({
    type: 'summary',
    run: report.run,
    sent: 0,
    sentBytes: 0,
    upToDate: 0,
    ...{ done, failed, incomplete, nothingHeard },
    seconds: Math.round((performance.now() - startedAt) / 1_000),
    ...(cost && { cost }),
  });
  return failed > 0 || incomplete > 0 || foundNothing(report) ? EXIT.someFailed : EXIT.done;
};

/** Whether the run found videos without words. One that was found and left as it is before does not count. */
export const foundNothing = ({
  videos,
}: {
  videos: Pick<VideoResult, 'nothingHeard' | 'upToDate'>[];
}): boolean => videos.some(({ nothingHeard, upToDate }) => nothingHeard && !upToDate);

/** The part that `watch` and `--wait` share. */
export const watchRun = async (
  run: string,
  destination: FollowedSource,
  { emit }: RunReporter,
  signal: AbortSignal,
): Promise<Report> => {
  const told = makeTeller(run, emit);
  try {
    const report = await followRun(run, { source: destination, signal, onProgress: told.progress });
    told.end(report.totals.failed > 0 ? 'failed' : 'succeeded', report.videos.map(videoOf));
    return report;
  } catch (error) {
    if (error instanceof RunEnded) {
      const { status, videos } = await readRun(destination, run);
      told.end(status === 'ABORTED' ? 'cancelled' : 'lost', videos);
    }
    throw error;
  }
};

type State = Extract<RunEvent, { type: 'run' }>['state'];

/** Emits only what is new: the state of the run when it changes, each failed video once, progress once a second. */
const makeTeller = (run: string, emit: RunReporter['emit']) => {
  const failed = new Set<string>();
  let said: State | undefined;
  let progressAt = Number.NEGATIVE_INFINITY;
  const tell = (state: State, videos: VideoNow[]) => {
    for (const { key, error } of ofState(videos, 'failed')) {
      if (!failed.has(key)) emit({ type: 'failed', key, error: error ?? NO_REASON });
      failed.add(key);
    }
    if (state !== said) emit({ type: 'run', run, state, ...countsOf(videos) });
    said = state;
  };
  return {
    progress: ({ isStarted, videos, chunks, chunksDone }: RunProgress) => {
      tell(isStarted ? 'running' : 'waiting', videos);
      if (!isStarted || performance.now() - progressAt < PROGRESS_MS) return;
      progressAt = performance.now();
      emit({ type: 'progress', phase: 'transcribe', ...countsOf(videos), chunks, chunksDone });
    },
    end: tell,
  };
};

const NO_REASON = { name: 'Unknown', message: 'No reason was recorded.' };

const countsOf = (videos: VideoNow[]) => ({
  videos: videos.length,
  done: ofState(videos, 'done').length,
  failed: ofState(videos, 'failed').length,
});

export const watchCommand = defineRunCommand({
  name: 'watch',
  summary: 'follow a run until it ends',
  exitCodes: Object.values(EXIT),
  schema: z.object(RunFlags),
  act: watch,
});
