// Starts one execution for each done marker, however often its event is delivered.
import pLimit from 'p-limit';
import { z } from 'zod';
import type { Bucket } from '../shared/aws/bucket.ts';
import { foldersOf, GLOSSARY, parseTerms, withTerms } from '../shared/contracts/glossary.ts';
import { DONE, isMedia, keys, prefixInLayout, runId, runOf } from '../shared/contracts/keys.ts';
import type { Item, RunInput } from '../shared/contracts/steps.ts';

/** Read one by one, the glossaries of thousands of folders would take longer than the function may run. */
const READS_AT_ONCE = 20;

/** EventBridge's `Object Created`; its keys are not URL-encoded. */
export const ObjectCreated = z.object({
  time: z.string(),
  detail: z.object({
    bucket: z.object({ name: z.string() }),
    object: z.object({ key: z.string(), sequencer: z.string().optional() }),
  }),
});
export type ObjectCreated = z.infer<typeof ObjectCreated>;

/** Starts the execution `input.run`; returns false if one with that name was started before. */
export type StartExecution = (input: RunInput) => Promise<boolean>;

export type Outcome = { outcome: 'started' | 'startedBefore' | 'noMedia' | 'notADoneMarker'; run?: string };

export type ListenDeps = { videos: Bucket; start: StartExecution; maxConcurrency: number };

export const makeListener =
  ({ videos, start, maxConcurrency }: ListenDeps) =>
  async ({ time, detail }: ObjectCreated): Promise<Outcome> => {
    const { key, sequencer } = detail.object;
    if (key !== DONE && !key.endsWith(`/${DONE}`)) return { outcome: 'notADoneMarker' };

    const run = runOf(key) ?? runId(new Date(time), `${key} ${sequencer ?? time}`);
    if (!(await videos.head(keys.manifest(run)))) {
      const items = await mediaBelow(key.slice(0, -DONE.length));
      if (items.length === 0) return { outcome: 'noMedia', run };
      await videos.writeJson(keys.manifest(run), items);
    }
    const started = await start({ run, bucket: videos.name, manifest: keys.manifest(run), maxConcurrency });
    return { outcome: started ? 'started' : 'startedBefore', run };

    /** Adds the terms of the glossaries in and above the folders. */
    async function mediaBelow(prefix: string): Promise<Item[]> {
      const found = await Array.fromAsync(videos.list(prefix));
      const below = found.filter(isGlossary).map(({ Key }) => Key.slice(0, -GLOSSARY.length));
      const reads = pLimit(READS_AT_ONCE);
      const termsOf = async (folder: string) =>
        [folder, parseTerms((await videos.readText(`${folder}${GLOSSARY}`)) ?? '')] as const;
      const folders = [...new Set([...foldersOf(prefix), ...below])];
      const glossaries = new Map(await Promise.all(folders.map((folder) => reads(() => termsOf(folder)))));
      return found
        .filter(({ Key }) => isMedia(Key))
        .map((item) => ({
          ...item,
          Options: withTerms({}, item.Key, glossaries),
          // A marker inside one week of a course does not begin a new course.
          ...(prefix !== '' && prefixInLayout(item.Key) === undefined && { Prefix: prefix }),
        }));
    }
  };

const isGlossary = ({ Key }: Item): boolean => Key === GLOSSARY || Key.endsWith(`/${GLOSSARY}`);
