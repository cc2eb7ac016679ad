// Lists runs, and finds the one a user means, by name only.
import type { Bucket } from '../../shared/aws/bucket.ts';
import type { Buckets } from '../../shared/aws/clients.ts';
import { UserError } from '../../shared/contracts/errors.ts';
import { runOf } from '../../shared/contracts/keys.ts';
import type { RunSource } from './run-control.ts';

/** Stands for the newest run's id. */
const LATEST = 'latest';

const NAMED = 5;

const DATED = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z-/;

/** When a run was started, from its id; undefined for a custom name. */
export const startTimeOf = (run: string): string | undefined => {
  const [, year, month, day, hour, minute, second] = DATED.exec(run) ?? [];
  return year && `${year}-${month}-${day}T${hour}:${minute}:${second}Z`;
};

/** The run ids in a bucket, newest last, since an id begins with its time. */
export const listRuns = async (bucket: Bucket): Promise<string[]> => {
  const folders = await bucket.folders('runs/');
  const runs = folders.map((folder) => runOf(`${folder}manifest.json`));
  return runs.filter((run) => run !== undefined).toSorted(byTime);
};

/** The runs in both buckets, newest first: a run's files expire, its report does not. */
export const allRuns = async ({ videos, transcripts }: Buckets): Promise<string[]> => {
  const found = await Promise.all([listRuns(videos), listRuns(transcripts)]);
  return [...new Set(found.flat())].toSorted(byTime).toReversed();
};

/** Names without a time come first, as if they were the oldest. */
const byTime = (a: string, b: string): number => {
  const [ofA, ofB] = [startTimeOf(a) ?? '', startTimeOf(b) ?? ''];
  if (ofA !== ofB) return ofA < ofB ? -1 : 1;
  return a < b ? -1 : 1;
};

/**
 * Finds a run by its id, by an unambiguous beginning of it, or the newest.
 * @throws {UserError} if no run or more than one matches.
 */
export const findRun = async (word: string, source: RunSource): Promise<string> => {
  const runs = await allRuns(source);
  const [newest] = runs;
  if (newest === undefined) throw new UserError(`There are no runs in ${source.name} yet.`);
  if (word === LATEST) return newest;
  if (runs.includes(word)) return word;
  const matches = word === '' ? [] : runs.filter((run) => run.startsWith(word));
  if (matches.length > 1)
    throw new UserError(`${matches.length} runs begin with ${word}. Which one? ${named(matches)}`);
  if (matches[0] !== undefined) return matches[0];
  throw new UserError(`There is no run ${word} in ${source.name}. The newest are ${named(runs)}`);
};

const named = (runs: string[]): string => {
  const more = runs.length > NAMED ? ' … (all: uploader status --all)' : '';
  return `${runs.slice(0, NAMED).join(', ')}${more}`;
};
