// Dollars of a run from what its steps took. Numbers in, numbers out; the prices are in prices.ts.
import type { MergeOutput } from '../contracts/steps.ts';
import { PRICES } from './prices.ts';

export type Work = { gbSeconds: number; requests: number; transitions: number; puts: number; gets: number };

/** Raw samples in parts of 8 MiB (`bucket.ts`), which is what a run writes most of. */
const PARTS_A_SECOND = 32_000 / (8 * 1_024 ** 2);

/** One state more than a machine has is entered at its end. */
const VIDEO = { requests: 3, transitions: 6, puts: 13, gets: 18 };
const CHUNK = { requests: 1, transitions: 1, puts: 1, gets: 5 };
const RUN: Work = { gbSeconds: 0, requests: 2, transitions: 5, puts: 4, gets: 2 };

export const dollarsOf = ({ gbSeconds, requests, transitions, puts, gets }: Work): number => {
  const { lambda, stepFunctions, s3 } = PRICES;
  return toMillionth(
    gbSeconds * lambda.gbSecond +
      requests * lambda.request +
      transitions * stepFunctions.transition +
      puts * s3.put +
      gets * s3.get,
  );
};

/** A video's steps on AWS. */
export const videoWork = (gbSeconds: number, seconds: number, chunks: number): Work => ({
  gbSeconds,
  requests: VIDEO.requests + CHUNK.requests * chunks,
  transitions: VIDEO.transitions + CHUNK.transitions * chunks,
  puts: VIDEO.puts + CHUNK.puts * chunks + Math.ceil(seconds * PARTS_A_SECOND),
  gets: VIDEO.gets + CHUNK.gets * chunks,
});

/** undefined for a result of a version that did not measure it; 0 on a machine of one's own. */
export const videoDollars = (merge: MergeOutput): number | undefined => {
  if (!merge.gbSeconds) return undefined;
  const all = gigabyteSeconds(merge);
  return all === 0 ? 0 : dollarsOf(videoWork(all, merge.duration, merge.chunks ?? 1));
};

/** Of all steps; 0 where nobody measured it. */
export const gigabyteSeconds = ({ gbSeconds }: Pick<MergeOutput, 'gbSeconds'>): number =>
  gbSeconds ? gbSeconds.split + gbSeconds.transcribe + gbSeconds.merge : 0;

/** What a run needs beside its videos: the listener, the report, the outer states. */
export const runDollars = (): number => dollarsOf(RUN);

/** What Amazon Transcribe would ask for one file. */
export const transcribeDollars = (seconds: number): number => {
  const { minute, leastSeconds } = PRICES.transcribe;
  return toMillionth((Math.max(seconds, leastSeconds) / 60) * minute);
};

export const toMillionth = (dollars: number): number => Math.round(dollars * 1_000_000) / 1_000_000;
