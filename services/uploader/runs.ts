// The runs of a video bucket.
import type { Bucket } from '../shared/bucket.ts';
import { runOf } from '../shared/keys.ts';

/** The ids of the runs that have a manifest, the newest last: an id begins with its time. */
export const listRuns = async (videos: Bucket): Promise<string[]> => {
  const found = await Array.fromAsync(videos.list('runs/'));
  const runs = found.map(({ Key }) => (Key.endsWith('/manifest.json') ? runOf(Key) : undefined));
  return runs.filter((run) => run !== undefined).toSorted();
};
