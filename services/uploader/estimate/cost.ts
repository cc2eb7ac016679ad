// What a run took and cost, from its report, beside what Amazon Transcribe would have asked for the same sound.

import { toMillionth, transcribeDollars } from '../../shared/bill/cost.ts';
import type { Report } from '../../shared/contracts/steps.ts';

export type Cost = {
  hours: number;
  dollars: number;
  transcribeDollars: number;
  /** Of all steps. On one machine they wait for each other in it. */
  computeSeconds: number;
};

/** undefined for a report that does not say what the run took: an older version's, or one of no video. */
export const costOf = ({ totals, videos }: Report): Cost | undefined => {
  const transcribed = videos.flatMap(({ transcript }) => transcript ?? []);
  if (totals.dollars === undefined || transcribed.length === 0) return undefined;
  const asked = transcribed.reduce((sum, { duration }) => sum + transcribeDollars(duration), 0);
  const seconds = transcribed.map(({ seconds: { split, transcribe, merge } }) => split + transcribe + merge);
  return {
    hours: totals.durationSeconds / 3_600,
    dollars: totals.dollars,
    transcribeDollars: toMillionth(asked),
    computeSeconds: Math.round(seconds.reduce((sum, one) => sum + one, 0)),
  };
};
