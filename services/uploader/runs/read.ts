// The current state of a run, from its execution, its report and the buckets. `follow.ts` polls it.
import type { Bucket } from '../../shared/aws/bucket.ts';
import type { Execution } from '../../shared/contracts/execution.ts';
import { keys } from '../../shared/contracts/keys.ts';
import { Manifest, Report } from '../../shared/contracts/steps.ts';
import { inOrder } from '../../shared/text/order.ts';
import { ofState, type RunRow, type RunState, type RunStatus, type VideoNow } from '../output/run-events.ts';
import { START_LIMIT_MS } from './follow.ts';
import { startTimeOf } from './list.ts';
import type { RunSource } from './run-control.ts';
import { makeVideosReader, videoOf } from './video-states.ts';

/** Reads the results only of a run without a report. */
export const readRun = async (
  { execution, videos, transcripts }: RunSource,
  run: string,
): Promise<RunState> => {
  const now = await execution?.(run);
  // While a run is running, a report is from an earlier attempt.
  const report = now?.status === 'RUNNING' ? undefined : await transcripts.readJson(keys.report(run), Report);
  const dollars = report?.totals.dollars;
  const status = now?.status ?? statusWithout(execution !== undefined, report);
  return {
    run,
    status,
    startedAt: startTimeOf(run) ?? (await writtenAt(videos, keys.manifest(run))) ?? '',
    ...(report && { finishedAt: report.finishedAt }),
    reported: report !== undefined,
    ...(now?.cause && !report && { cause: now.cause }),
    ...(dollars !== undefined && { dollars }),
    videos: (report ? report.videos.map(videoOf) : await videosWithoutReport()).toSorted(byKey),
  };

  async function videosWithoutReport(): Promise<VideoNow[]> {
    const items = (await videos.readJson(keys.manifest(run), Manifest)) ?? [];
    const look = makeVideosReader(
      videos,
      run,
      items.map(({ Key }) => Key),
    );
    const found = await look();
    return hasEnded(status) ? found.map(asLeft) : found;
  }
};

const byKey = (a: VideoNow, b: VideoNow): number => inOrder(a.key, b.key);

/** When the manifest was written, which is the start of a run with any name. */
const writtenAt = async (videos: Bucket, key: string): Promise<string | undefined> => {
  const [found] = await Array.fromAsync(videos.list(key));
  return found?.LastModified === undefined ? undefined : String(found.LastModified);
};

/** Whether a run may still start: its done marker is recent. */
export const mayStart = async (videos: Bucket, run: string): Promise<boolean> => {
  const written = await writtenAt(videos, keys.done(run));
  return written !== undefined && Date.now() - Date.parse(written) < START_LIMIT_MS;
};

/** Without an execution, the report determines the status. */
const statusWithout = (isAsked: boolean, report: Report | undefined): RunStatus => {
  if (report) return report.totals.failed > 0 ? 'FAILED' : 'SUCCEEDED';
  return isAsked ? 'NOT_STARTED' : 'UNKNOWN';
};

export const hasEnded = (status: RunStatus | Execution['status']): boolean =>
  status === 'SUCCEEDED' || status === 'FAILED' || status === 'TIMED_OUT' || status === 'ABORTED';

const asLeft = (video: VideoNow): VideoNow =>
  video.state === 'waiting' || video.state === 'working' ? { key: video.key, state: 'unfinished' } : video;

export const rowOf = ({ videos, ...head }: RunState): RunRow => ({
  ...head,
  videos: videos.length,
  done: ofState(videos, 'done').length,
  failed: ofState(videos, 'failed').length,
  soundSeconds: videos.reduce((sum, { soundSeconds = 0 }) => sum + soundSeconds, 0),
});
