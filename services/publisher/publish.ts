// The end of a run: corrections put into the transcripts of its courses, and their pages made anew, in the bucket.
import { z } from 'zod';
import type { Buckets } from '../shared/aws/clients.ts';
import { coursePrefix, keys } from '../shared/contracts/keys.ts';
import { Manifest, Report, type VideoResult } from '../shared/contracts/steps.ts';
import { courseFileOf, INDEX } from '../shared/page/page-files.ts';
import { publishPage } from '../shared/page/publish-page.ts';
import { type CorrectedLectures, correctLectures } from './correct-lectures.ts';
import { openPrefix } from './prefix-store.ts';

/** Two runs of one course may end at once: whoever writes looks once more, until there is nothing to write. */
const TRIES = 5;

/** EventBridge's "Transcription Run Finished". */
export const RunFinished = z.object({ detail: z.object({ run: z.string() }) });
export type RunFinished = z.infer<typeof RunFinished>;

export type PublishDeps = {
  buckets: Buckets;
  /** Gives the page's program, as `loadApp` does. */
  app: () => Promise<Map<string, Buffer>>;
  warn: (message: string) => void;
};

/** `problems`: transcripts that the page is without, and names. */
export type PublishOutput = {
  run: string;
  pages: ({ prefix: string; lectures: number; problems: number } & CorrectedLectures)[];
};

export const makePublish =
  ({ buckets: { videos, transcripts }, app, warn }: PublishDeps) =>
  async ({ detail: { run } }: RunFinished): Promise<PublishOutput> => {
    const report = await transcripts.readJson(keys.report(run), Report);
    const items = (await videos.readJson(keys.manifest(run), Manifest)) ?? [];
    const said = new Map(items.map(({ Key, Prefix }) => [Key, Prefix]));
    const results = report?.videos ?? [];
    const all = [...items.map(({ Key }) => Key), ...results.map(({ key }) => key)];
    const prefixes = new Set(all.map((key) => coursePrefix(key, said.get(key))));
    const pages: PublishOutput['pages'] = [];
    for (const prefix of prefixes) {
      const failed = results
        .filter(({ key }) => coursePrefix(key, said.get(key)) === prefix)
        .flatMap(asProblem);
      pages.push(await publish(prefix, failed));
    }
    return { run, pages };

    async function publish(prefix: string, failed: { name: string; reason: string }[]) {
      const corrected = await correctLectures(prefix, { bucket: transcripts, warn });
      const index = await transcripts.readText(`${prefix}${INDEX}`);
      if (index !== undefined && courseFileOf(index) === undefined) {
        warn(`${prefix}${INDEX} in ${transcripts.name} is not a course page, so none is made there.`);
        return { prefix, lectures: 0, problems: 0, ...corrected };
      }
      const title = prefix.split('/').at(-2);
      const options = { app: await app(), failed, ...(title && { title }) };
      let { lectures, problems, written } = await publishPage(openPrefix(transcripts, prefix), options);
      for (let tries = 1; written > 0 && tries < TRIES; tries += 1)
        ({ lectures, problems, written } = await publishPage(openPrefix(transcripts, prefix), options));
      return { prefix, lectures, problems: problems.length, ...corrected };
    }
  };

const asProblem = ({ key, error }: VideoResult) => (error ? [{ name: key, reason: error.message }] : []);
