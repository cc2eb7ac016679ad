// Transcribes whole videos in one call, for `sam local invoke` and curl: {"Items": [{"Key": "done.txt"}, {"Key":
// "week1/…"}]}. The state machine does not use it, because a long course does not fit into one call's 15 minutes.
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Buckets } from '../shared/aws/clients.ts';
import { isMedia, keys } from '../shared/contracts/keys.ts';
import { Item, type MergeOutput } from '../shared/contracts/steps.ts';
import type { Clock } from './engine/deadline.ts';
import type { makeMerge } from './merge.ts';
import type { makeSplit } from './split.ts';
import type { makeTranscribe } from './transcribe.ts';

export const ItemsInput = z.object({ Items: z.array(Item) });

export type ItemAnswer = {
  Key: string;
  state: 'done' | 'upToDate' | 'skipped' | 'failed';
  transcript?: MergeOutput;
  error?: { name: string; message: string };
};

export type ItemsDeps = {
  buckets: Buckets;
  split: ReturnType<typeof makeSplit>;
  transcribe: ReturnType<typeof makeTranscribe>;
  merge: ReturnType<typeof makeMerge>;
};

/** Transcribes one item after the other. A bad item does not stop the rest. The videos stay in the bucket. */
export const makeTranscribeItems =
  ({ buckets, split, transcribe, merge }: ItemsDeps) =>
  async ({ Items }: z.infer<typeof ItemsInput>, clock?: Clock): Promise<{ Items: ItemAnswer[] }> => {
    const run = `items-${randomUUID()}`;
    const answers: ItemAnswer[] = [];
    for (const item of Items) answers.push(await answer(item));
    return { Items: answers };

    async function answer(item: Item): Promise<ItemAnswer> {
      const { Key } = item;
      if (!isMedia(Key)) return { Key, state: 'skipped' };
      try {
        return await transcribeVideo(item);
      } catch (error) {
        const { name, message } = Error.isError(error) ? error : new Error(String(error));
        return { Key, state: 'failed', error: { name, message } };
      }
    }

    async function transcribeVideo({ Key, Options }: Item): Promise<ItemAnswer> {
      // A payload written by hand has no ETag, so it means whatever is in the bucket.
      const video = { run, item: { Key, Options } };
      try {
        const { upToDate, chunks } = await split(video);
        if (upToDate) return { Key, state: 'upToDate' };
        for (const chunk of chunks) await transcribe({ ...video, chunk }, clock);
        return { Key, state: 'done', transcript: await merge(video) };
      } finally {
        await buckets.videos.removeAll(keys.work(run, Key));
      }
    }
  };
