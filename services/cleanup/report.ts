// The end of a run: compares the videos' results with the manifest, and writes report.json and an event.
import pLimit from 'p-limit';
import type { Buckets } from '../shared/aws/clients.ts';
import { gigabyteSeconds, runDollars, toMillionth } from '../shared/bill/cost.ts';
import { keys } from '../shared/contracts/keys.ts';
import { type Item, Manifest, type Report, type RunInput, VideoResult } from '../shared/contracts/steps.ts';

const READS_AT_ONCE = 50;

export type Totals = Report['totals'];

/** Announces that a run has ended. */
export type Announce = (run: string, totals: Totals) => Promise<void>;

export type ReportDeps = { buckets: Buckets; announce: Announce };

/** The state machine decides by `totals.failed`; the summary is shown on the page of the execution. */
export type ReportOutput = { totals: Totals; summary: string };

export const makeReport =
  ({ buckets: { videos, transcripts }, announce }: ReportDeps) =>
  async ({ run, manifest }: RunInput): Promise<ReportOutput> => {
    const items = await videos.readJson(manifest, Manifest);
    if (!items)
      throw new Error(`There is no ${manifest} in ${videos.name}, so the videos of ${run} are unknown.`);
    const reads = pLimit(READS_AT_ONCE);
    const results = await Promise.all(items.map((item) => reads(() => resultOf(item))));
    const totals = total(results);
    const report: Report = { run, finishedAt: new Date().toISOString(), totals, videos: results };
    await transcripts.writeJson(keys.report(run), report);
    await announce(run, totals);
    return {
      totals,
      summary: `${totals.failed} of ${totals.videos} videos failed: see ${keys.report(run)} in ${transcripts.name}`,
    };

    async function resultOf({ Key }: Item): Promise<VideoResult> {
      const result = await videos.readJson(keys.result(run, Key), VideoResult);
      const message = 'No step recorded its result. Run the same command again.';
      return result ?? { key: Key, state: 'failed', error: { name: 'ResultMissing', message } };
    }
  };

const total = (results: VideoResult[]): Totals => {
  const done = results.filter(({ state }) => state === 'done');
  const sum = (of: (result: VideoResult) => number | undefined) =>
    done.reduce((all, result) => all + (of(result) ?? 0), 0);
  return {
    videos: results.length,
    done: done.length,
    failed: results.length - done.length,
    durationSeconds: sum(({ transcript }) => transcript?.duration),
    words: sum(({ transcript }) => transcript?.words),
    speechSeconds: sum(({ transcript }) => transcript?.coverage.speechSeconds),
    coveredSeconds: sum(({ transcript }) => transcript?.coverage.coveredSeconds),
    incomplete: done.filter(({ incomplete }) => incomplete).length,
    nothingHeard: done.filter(({ nothingHeard }) => nothingHeard).length,
    ...bill(done),
  };
};

/** Undefined if a result is from an older version without these figures; 0 on the user's own machine. */
const bill = (done: VideoResult[]): Pick<Totals, 'gbSeconds' | 'dollars'> => {
  const transcribed = done.flatMap(({ transcript, dollars }) =>
    transcript ? [{ transcript, dollars }] : [],
  );
  if (transcribed.some(({ dollars }) => dollars === undefined)) return {};
  const gbSeconds = transcribed.reduce((sum, { transcript }) => sum + gigabyteSeconds(transcript), 0);
  const dollars = transcribed.reduce((sum, { dollars = 0 }) => sum + dollars, 0);
  return {
    gbSeconds: Math.round(gbSeconds * 1_000) / 1_000,
    dollars: gbSeconds === 0 ? 0 : toMillionth(dollars + runDollars()),
  };
};
