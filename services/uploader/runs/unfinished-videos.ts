// Finds out what happened to the videos that a run did not finish: still in the bucket, transcribed after all, or gone.
import pLimit from 'p-limit';
import { plainEtag } from '../../shared/aws/bucket.ts';
import type { Buckets } from '../../shared/aws/clients.ts';
import { originOf } from '../../shared/aws/up-to-date.ts';
import type { Item } from '../../shared/contracts/steps.ts';
import { findObjects } from './objects.ts';

const READS_AT_ONCE = 16;

export type SortedUnfinished = {
  /** The current objects, with the same options as before. */
  items: Item[];
  /** Keys: the run was stopped between writing a video's transcript and recording it. */
  transcribed: string[];
  sendAgain: string[];
};

export const sortUnfinished = async (
  unfinished: Item[],
  { videos, transcripts }: Buckets,
): Promise<SortedUnfinished> => {
  const found = await findObjects(
    videos,
    unfinished.map(({ Key }) => Key),
  );
  const items = unfinished.flatMap(({ Key, Options }) => {
    const object = found.get(Key);
    return object ? [{ Key, Etag: object.etag, Size: object.size, ...(Options && { Options }) }] : [];
  });
  const limit = pLimit(READS_AT_ONCE);
  const isTranscribed = async ({ Key, Etag }: Item): Promise<boolean> => {
    const origin = await originOf(transcripts, Key);
    if (origin?.source.key !== Key) return false;
    return Etag === undefined || plainEtag(Etag) === origin.source.etag;
  };
  const gone = await Promise.all(
    unfinished
      .filter(({ Key }) => !found.has(Key))
      .map((item) => limit(async () => ({ key: item.Key, isTranscribed: await isTranscribed(item) }))),
  );
  const keysOf = (wanted: boolean) =>
    gone.filter((one) => one.isTranscribed === wanted).map(({ key }) => key);
  return { items, transcribed: keysOf(true), sendAgain: keysOf(false) };
};
