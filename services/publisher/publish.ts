// The end of a run, or a new corrections.json: corrections put into the transcripts of a course, and its page made anew, in the bucket.
import { z } from 'zod';
import type { Buckets } from '../shared/aws/clients.ts';
import { coursePrefix, keys } from '../shared/contracts/keys.ts';
import { Manifest, Report, type VideoResult } from '../shared/contracts/steps.ts';
import { CORRECTIONS } from '../shared/corrections/corrections.ts';
import type { PageProblem } from '../shared/page/course-data.ts';
import { courseFileOf, INDEX } from '../shared/page/page-files.ts';
import { publishPage } from '../shared/page/publish-page.ts';
import { problemOf } from '../shared/text/problem.ts';
import { type CorrectedLectures, correctLectures } from './correct-lectures.ts';
import { openPrefix } from './prefix-store.ts';

/** Two runs of one course may end at once: whoever writes looks once more, until there is nothing to write. */
const TRIES = 5;

/** EventBridge's "Transcription Run Finished". */
export const RunFinished = z.object({ detail: z.object({ run: z.string() }) });

/** S3's "Object Created" of a corrections.json. */
export const CorrectionsSaved = z.object({ detail: z.object({ object: z.object({ key: z.string() }) }) });

export const PublishEvent = z.union([RunFinished, CorrectionsSaved]);
export type PublishEvent = z.infer<typeof PublishEvent>;

export type PublishDeps = {
  buckets: Buckets;
  /** Gives the page's program, as `loadApp` does. */
  app: () => Promise<Map<string, Buffer>>;
  warn: (message: string) => void;
};

/** `problems`: transcripts that the page is without, and names. */
type PublishedCourse = { prefix: string; lectures: number; problems: number } & CorrectedLectures;
export type PublishOutput = { run?: string; pages: PublishedCourse[] };

export const makePublish =
  (deps: PublishDeps) =>
  async ({ detail }: PublishEvent): Promise<PublishOutput> => {
    if ('run' in detail) return { run: detail.run, pages: await publishRun(detail.run, deps) };
    const [name = '', ...folders] = detail.object.key.split('/').toReversed();
    const prefix = folders
      .map((folder) => `${folder}/`)
      .toReversed()
      .join('');
    return { pages: name === CORRECTIONS ? [await publishCourse(prefix, deps)] : [] };
  };

const publishRun = async (run: string, deps: PublishDeps): Promise<PublishedCourse[]> => {
  const { videos, transcripts } = deps.buckets;
  const report = await transcripts.readJson(keys.report(run), Report);
  const items = (await videos.readJson(keys.manifest(run), Manifest)) ?? [];
  const said = new Map(items.map(({ Key, Prefix }) => [Key, Prefix]));
  const prefixOf = (key: string) => coursePrefix(key, said.get(key));
  const results = report?.videos ?? [];
  const all = [...items.map(({ Key }) => Key), ...results.map(({ key }) => key)];
  const pages: PublishedCourse[] = [];
  for (const prefix of new Set(all.map(prefixOf))) {
    const failed = results.filter(({ key }) => prefixOf(key) === prefix).flatMap(asProblem);
    pages.push(await publishCourse(prefix, deps, failed));
  }
  return pages;
};

/** @param failed videos of a run; without a run it is for a corrections.json, and those that the page has named stay. */
const publishCourse = async (
  prefix: string,
  { buckets: { transcripts }, app, warn }: PublishDeps,
  failed?: PageProblem[],
): Promise<PublishedCourse> => {
  const corrected = await correctLectures(prefix, failed === undefined, { bucket: transcripts, warn });
  const index = await transcripts.readText(`${prefix}${INDEX}`);
  if (index !== undefined && courseFileOf(index) === undefined) {
    warn(`${prefix}${INDEX} in ${transcripts.name} is not a course page, so none is made there.`);
    return { prefix, lectures: 0, problems: 0, ...corrected };
  }
  const title = prefix.split('/').at(-2);
  const options = { app: await app(), ...(failed && { failed }), ...(title && { title }) };
  const make = () => publishPage(openPrefix(transcripts, prefix), options);
  let page = await make();
  for (let tries = 1; page.written > 0 && tries < TRIES; tries += 1) page = await make();
  return { prefix, lectures: page.lectures, problems: page.problems.length, ...corrected };
};

const asProblem = ({ key, error }: VideoResult): PageProblem[] =>
  error ? [problemOf(key, error.message)] : [];
