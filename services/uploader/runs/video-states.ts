// The states of a run's videos, from what the run has written to the video bucket so far. Lists instead of reading,
// because a run may have 10,000 videos. Executions and reports are handled by read.ts.
import pLimit from 'p-limit';
import type { Bucket } from '../../shared/aws/bucket.ts';
import { keys } from '../../shared/contracts/keys.ts';
import { Plan, VideoResult } from '../../shared/contracts/steps.ts';
import type { VideoNow } from '../output/run-events.ts';

const READS_AT_ONCE = 50;

export type ReadVideos = () => Promise<VideoNow[]>;

/** Call it repeatedly: results and plans do not change, so each is read once. */
export const makeVideosReader = (videos: Bucket, run: string, wanted: string[]): ReadVideos => {
  const limit = pLimit(READS_AT_ONCE);
  const ended = new Map<string, VideoNow>();
  const planned = new Map<string, number>();

  const readResults = async (): Promise<void> => {
    const found = new Set(await keysBelow(videos, keys.results(run)));
    const fresh = wanted.filter((key) => !ended.has(key) && found.has(keys.result(run, key)));
    const read = async (key: string) => {
      const result = await videos.readJson(keys.result(run, key), VideoResult);
      ended.set(key, result ? videoOf(result) : unreadable(key));
    };
    await Promise.all(fresh.map((key) => limit(() => read(key))));
  };

  const readPlans = async (work: Set<string>): Promise<void> => {
    const fresh = wanted
      .filter((key) => !ended.has(key))
      .map((key) => keys.plan(run, key))
      .filter((plan) => work.has(plan) && !planned.has(plan));
    const read = async (plan: string) => {
      // The video, and its work files with it, may be finished by now.
      planned.set(plan, (await videos.readJson(plan, Plan))?.chunks.length ?? 0);
    };
    await Promise.all(fresh.map((plan) => limit(() => read(plan))));
  };

  return async () => {
    // In this order, a video that ends in between is found among the results.
    const work = new Set(await keysBelow(videos, keys.workOf(run)));
    await readResults();
    await readPlans(work);
    const inWork = chunksByFolder(work);
    const unended = (key: string) =>
      unendedOf(key, inWork.get(keys.work(run, key)), planned.get(keys.plan(run, key)));
    return wanted.map((key) => ended.get(key) ?? unended(key));
  };
};

const unendedOf = (key: string, chunksDone: number | undefined, chunks: number | undefined): VideoNow => {
  if (chunksDone === undefined) return { key, state: 'waiting' };
  return { key, state: 'working', ...(chunks && { chunks, chunksDone }) };
};

/** How a video ended, from a result or a report. */
export const videoOf = ({
  key,
  state,
  upToDate,
  incomplete,
  nothingHeard,
  transcript,
  error,
}: VideoResult): VideoNow => ({
  key,
  state,
  ...(upToDate && { upToDate }),
  ...(incomplete && { incomplete }),
  ...(nothingHeard && { nothingHeard }),
  ...(transcript && { soundSeconds: transcript.duration }),
  ...(error && { error }),
});

const unreadable = (key: string): VideoNow => ({
  key,
  state: 'failed',
  error: { name: 'ResultMissing', message: `Its result cannot be read. Run the same command again.` },
});

const keysBelow = async (videos: Bucket, prefix: string): Promise<string[]> =>
  (await Array.fromAsync(videos.list(prefix))).map(({ Key }) => Key);

const chunksByFolder = (work: Set<string>): Map<string, number> => {
  const chunks = new Map<string, number>();
  for (const key of work) {
    const folder = key.slice(0, key.lastIndexOf('/') + 1);
    const isChunk = /\/chunk-\d+\.json$/.test(key);
    chunks.set(folder, (chunks.get(folder) ?? 0) + (isChunk ? 1 : 0));
  }
  return chunks;
};
