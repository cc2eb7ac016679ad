// Applies corrections to a course's transcripts in the bucket and makes its page, after a run or for a new
// corrections.json.
import { z } from 'zod';
import type { Buckets } from '../shared/aws/clients.ts';
import { coursePrefix, keys } from '../shared/contracts/keys.ts';
import { Manifest, Report, type VideoResult } from '../shared/contracts/steps.ts';
import { CORRECTIONS } from '../shared/corrections/corrections.ts';
import type { PageProblem } from '../shared/page/course-data.ts';
import { INDEX } from '../shared/page/page-files.ts';
import { ForeignIndex, publishPage } from '../shared/page/publish-page.ts';
import { problemOf } from '../shared/text/problem.ts';
import { type CorrectedLectures, correctLectures } from './correct-lectures.ts';
import { openPrefix } from './prefix-store.ts';

/** Two runs of a course may end at once: each checks again after writing, until there is nothing left to write. */
const TRIES = 5;

/** EventBridge's "Transcription Run Finished". */
const RunFinished = z.object({ detail: z.object({ run: z.string() }) });

/** S3's "Object Created" of a corrections.json. */
const CorrectionsSaved = z.object({ detail: z.object({ object: z.object({ key: z.string() }) }) });

export const PublishEvent = z.union([RunFinished, CorrectionsSaved]);
export type PublishEvent = z.infer<typeof PublishEvent>;

export type PublishDeps = {
  buckets: Buckets;
  /** Returns the files of the page's program, as `loadApp` does. */
  app: () => Promise<Map<string, Buffer>>;
  warn: (message: string) => void;
};

/** `problems` counts the transcripts that are missing from the page, and the invalid names. */
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
  const prefixes = new Map(items.map(({ Key, Prefix }) => [Key, Prefix]));
  const prefixOf = (key: string) => coursePrefix(key, prefixes.get(key));
  const results = report?.videos ?? [];
  const all = [...items.map(({ Key }) => Key), ...results.map(({ key }) => key)];
  const pages: PublishedCourse[] = [];
  for (const prefix of new Set(all.map(prefixOf))) {
    const failed = results.filter(({ key }) => prefixOf(key) === prefix).flatMap(asProblem);
    pages.push(await publishCourse(prefix, deps, failed));
  }
  return pages;
};

/** @param failed the videos that failed in a run; without a run (a new corrections.json), the page keeps its list. */
const publishCourse = async (
  prefix: string,
  { buckets: { transcripts }, app, warn }: PublishDeps,
  failed?: PageProblem[],
): Promise<PublishedCourse> => {
  const corrected = await correctLectures(prefix, failed === undefined, { bucket: transcripts, warn });
  const title = prefix.split('/').at(-2);
  const options = { app: await app(), ...(failed && { failed }), ...(title && { title }) };
  const make = () => publishPage(openPrefix(transcripts, prefix), options);
  try {
    let page = await make();
    for (let tries = 1; page.written > 0 && tries < TRIES; tries += 1) page = await make();
    return { prefix, lectures: page.lectures, problems: page.problems.length, ...corrected };
  } catch (error) {
    if (!(error instanceof ForeignIndex)) throw error;
    warn(`${prefix}${INDEX} in ${transcripts.name} is not a course page, so none is made there.`);
    return { prefix, lectures: 0, problems: 0, ...corrected };
  }
};

const asProblem = ({ key, error }: VideoResult): PageProblem[] =>
  error ? [problemOf(key, error.message)] : [];
