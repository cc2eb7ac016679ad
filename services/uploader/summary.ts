// The words of the plan, of the progress and of the end. Text in, text out.
import type { Report } from '../shared/contracts.ts';
import { clock } from '../transcriber/captions/timestamp.ts';
import type { Fetched } from './fetch.ts';
import type { Progress } from './follow.ts';
import type { PlannedFile } from './plan.ts';

const WHAT: Record<PlannedFile['action'], string> = {
  send: 'send and transcribe',
  inBucket: 'transcribe (in the bucket already)',
  upToDate: 'skip: its transcript is up to date',
};

export const planTable = (plan: PlannedFile[]): string =>
  plan.map(({ key, size, action }) => `${bytes(size).padStart(9)}  ${key}  ${WHAT[action]}`).join('\n');

export const runProgress = ({ videosEnded, chunks, chunksDone }: Progress, videos: number): string => {
  const parts = [`Transcribing: ${videosEnded} of ${videos} videos`];
  if (chunks > 0) parts.push(`${chunksDone} of ${chunks} chunks in work`);
  return parts.join(', ');
};

/** Where the transcripts are and how each begins, then what failed and why. */
export const closing = (fetched: Fetched[], failed: Report['videos']): string =>
  [
    ...fetched.map((one) => [one.path, one.firstWords, ...losses(one)].join('\n    ')),
    ...failed.map(({ key, error }) => `FAILED ${key}\n    ${error?.message ?? 'no reason was recorded'}`),
  ].join('\n');

/** A list of more says less. */
const LISTED_GAPS = 5;

const losses = ({ gaps, lostSeconds }: Fetched): string[] => {
  const listed = gaps.slice(0, LISTED_GAPS).map(({ start, end }) => `${clock(start)} to ${clock(end)}`);
  const more = gaps.length > LISTED_GAPS ? [`${gaps.length - LISTED_GAPS} more in the json`] : [];
  return [
    ...(gaps.length > 0 ? [`speech without words: ${[...listed, ...more].join(', ')}`] : []),
    ...(lostSeconds > 0
      ? [`INCOMPLETE: the file is cut off or broken, the last ${Math.ceil(lostSeconds)} s are not in it`]
      : []),
  ];
};

/** 1.5 MB; powers of ten, as disks and S3's bill have them. */
export const bytes = (count: number): string => {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  // 999,950 would be rounded to 1000.0 kB.
  const power = units.findIndex((_, index) => count < 999.95 * 1_000 ** index || index === units.length - 1);
  return `${(count / 1_000 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power]}`;
};

export const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;
