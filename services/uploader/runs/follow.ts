// Follows a run from the done marker to its end by polling, in the same way on AWS and on this machine.
import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '../../shared/contracts/errors.ts';
import type { Execution } from '../../shared/contracts/execution.ts';
import { keys } from '../../shared/contracts/keys.ts';
import { Manifest, Report } from '../../shared/contracts/steps.ts';
import { RunEnded } from '../failures/errors.ts';
import { ofState, type VideoNow } from '../output/run-events.ts';
import { patiently } from './patience.ts';
import type { FollowedSource } from './run-control.ts';
import { makeVideosReader, type ReadVideos } from './video-states.ts';

/** EventBridge delivers within seconds; after this, something is wrong with the rule or the listener. */
export const START_LIMIT_MS = 180_000;

/** Reading the state of 10,000 videos takes seconds, so the pause grows with it. */
const PAUSE_PER_LOOK = 4;

export type RunProgress = {
  /** False while nothing has started the run. */
  isStarted: boolean;
  videos: VideoNow[];
  videosEnded: number;
  /** Chunks of the videos in progress. */
  chunks: number;
  chunksDone: number;
};
export type FollowDeps = {
  source: Omit<FollowedSource, 'afterInterruption'>;
  signal: AbortSignal;
  onProgress: (progress: RunProgress) => void;
};

/**
 * Waits for the run to end.
 * @throws {UserError} if the run does not start.
 * @throws {RunEnded} if it ends without a report.
 */
export const followRun = async (run: string, { source, signal, onProgress }: FollowDeps): Promise<Report> => {
  const { execution, ended, pollMs, transcripts, videos, name } = source;
  if (!execution) throw new UserError('To follow a run, pass --stack or set STATE_MACHINE_ARN.');
  const started = Date.now();
  let look: ReadVideos | undefined;
  const waiting = patiently(pollMs, signal);
  for (;;) {
    const now = await waiting(() => execution(run));
    if (now && now.status !== 'RUNNING') {
      const report = await waiting(() => transcripts.readJson(keys.report(run), Report));
      if (report) return report;
      throw new RunEnded(ending(run, now));
    }
    if (!now && Date.now() - started > START_LIMIT_MS) {
      throw new UserError(`The run ${run} did not start on ${name}. Check the log of its function Listen.`);
    }
    look ??= makeVideosReader(videos, run, await waiting(wanted));
    const startedAt = performance.now();
    onProgress(progressOf(now !== undefined, await waiting(look)));
    const pauseMs = Math.max(pollMs, (performance.now() - startedAt) * PAUSE_PER_LOOK);
    const pause = sleep(pauseMs, undefined, { signal });
    await Promise.race([pause, ended?.(run) ?? pause]);
  }

  async function wanted(): Promise<string[]> {
    const items = await videos.readJson(keys.manifest(run), Manifest);
    return (items ?? []).map(({ Key }) => Key);
  }
};

const ending = (run: string, { status, cause }: Execution): string =>
  status === 'ABORTED'
    ? `The run ${run} was cancelled${cause ? ` (${cause})` : ''} and has no report. To continue it: uploader retry ${run}`
    : `The run ${run} ended with status ${status}, without a report${cause ? `: ${cause}` : '.'}`;

const progressOf = (isStarted: boolean, videos: VideoNow[]): RunProgress => ({
  isStarted,
  videos,
  videosEnded: ofState(videos, 'done', 'failed').length,
  chunks: videos.reduce((sum, { chunks = 0 }) => sum + chunks, 0),
  chunksDone: videos.reduce((sum, { chunksDone = 0 }) => sum + chunksDone, 0),
});
