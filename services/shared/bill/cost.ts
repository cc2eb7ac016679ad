// The cost of a run in dollars, from what its steps took. The prices are in prices.ts.
import type { MergeOutput } from '../contracts/steps.ts';
import { PRICES } from './prices.ts';

export type Work = { gbSeconds: number; requests: number; transitions: number; puts: number; gets: number };

/** Raw samples in parts of 8 MiB (`writes.ts`), which are most of a run's requests. */
const PARTS_A_SECOND = 32_000 / (8 * 1_024 ** 2);

/** Counts one transition more than the machine has states, for its end. */
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

/** The work for one video on AWS. */
export const videoWork = (gbSeconds: number, seconds: number, chunks: number): Work => ({
  gbSeconds,
  requests: VIDEO.requests + CHUNK.requests * chunks,
  transitions: VIDEO.transitions + CHUNK.transitions * chunks,
  puts: VIDEO.puts + CHUNK.puts * chunks + Math.ceil(seconds * PARTS_A_SECOND),
  gets: VIDEO.gets + CHUNK.gets * chunks,
});

/** Undefined if an older version did not measure it; 0 on the user's own machine. */
export const videoDollars = (merge: MergeOutput): number | undefined => {
  if (!merge.gbSeconds) return undefined;
  const all = gigabyteSeconds(merge);
  return all === 0 ? 0 : dollarsOf(videoWork(all, merge.duration, merge.chunks ?? 1));
};

/** The sum over all steps; 0 if it was not measured. */
export const gigabyteSeconds = ({ gbSeconds }: Pick<MergeOutput, 'gbSeconds'>): number =>
  gbSeconds ? gbSeconds.split + gbSeconds.transcribe + gbSeconds.merge : 0;

/** The cost of a run without its videos: the listener, the report, the outer states. */
export const runDollars = (): number => dollarsOf(RUN);

/** The price of Amazon Transcribe for one file. */
export const transcribeDollars = (seconds: number): number => {
  const { minute, leastSeconds } = PRICES.transcribe;
  return toMillionth((Math.max(seconds, leastSeconds) / 60) * minute);
};

export const toMillionth = (dollars: number): number => Math.round(dollars * 1_000_000) / 1_000_000;
