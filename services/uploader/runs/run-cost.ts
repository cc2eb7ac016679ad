// What a run took and cost, from its report, compared with the price of Amazon Transcribe.

import { toMillionth, transcribeDollars } from '../../shared/bill/cost.ts';
import type { Report } from '../../shared/contracts/steps.ts';

export type Cost = {
  hours: number;
  dollars: number;
  transcribeDollars: number;
  /** Sum over all steps; on one machine this includes their waiting for each other. */
  computeSeconds: number;
};

/** Returns undefined if the report is from an older version without these figures, or has no videos. */
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
