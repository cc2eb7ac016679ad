// The metrics of the dashboard, computed from what is known when a video ends.
import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { MergeOutput, VideoResult } from '../contracts/steps.ts';
import type { Measure } from './instrument.ts';

/** The duration of the video, the coverage of its speech, and the functions' seconds for each second of it. */
export const measuresOfTranscript = ({ duration, coverage, seconds }: MergeOutput): Measure[] => {
  const spent = seconds.split + seconds.transcribe + seconds.merge;
  return [
    { name: 'VideoSeconds', unit: MetricUnit.Seconds, value: duration },
    { name: 'Coverage', unit: MetricUnit.NoUnit, value: coverage.ratio },
    // A soundtrack may be empty.
    ...(duration > 0 ? [{ name: 'RealTimeFactor', unit: MetricUnit.NoUnit, value: spent / duration }] : []),
  ];
};

/** A video's outcome. One that was already up to date does not count. */
export const measuresOfOutcome = ({ state, upToDate }: VideoResult): Measure[] => {
  if (state === 'done' && upToDate) return [];
  return [{ name: state === 'done' ? 'VideosDone' : 'VideosFailed', unit: MetricUnit.Count, value: 1 }];
};
