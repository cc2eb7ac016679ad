// What the dashboard shows of a video, as metrics. Of what is known when it ends: nothing is measured for it.
import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { MergeOutput, VideoResult } from '../contracts/steps.ts';
import type { Measure } from './instrument.ts';

/** Of a transcript: how long the video is, what of its speech has words, and the functions' seconds for each of its own. */
export const measuresOfTranscript = ({ duration, coverage, seconds }: MergeOutput): Measure[] => {
  const spent = seconds.split + seconds.transcribe + seconds.merge;
  return [
    { name: 'VideoSeconds', unit: MetricUnit.Seconds, value: duration },
    { name: 'Coverage', unit: MetricUnit.NoUnit, value: coverage.ratio },
    // A soundtrack may be empty.
    ...(duration > 0 ? [{ name: 'RealTimeFactor', unit: MetricUnit.NoUnit, value: spent / duration }] : []),
  ];
};

/** Of a video's outcome. One that was up to date already is nobody's work. */
export const measuresOfOutcome = ({ state, upToDate }: VideoResult): Measure[] => {
  if (state === 'done' && upToDate) return [];
  return [{ name: state === 'done' ? 'VideosDone' : 'VideosFailed', unit: MetricUnit.Count, value: 1 }];
};
