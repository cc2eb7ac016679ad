// The Lambda function Merge.

import { instrument, warn } from '../shared/aws/instrument.ts';
import { measuresOfTranscript } from '../shared/aws/measures.ts';
import { VideoInput } from '../shared/contracts/steps.ts';
import { makeMerge } from './merge.ts';
import { buckets, minCoverage } from './wiring.ts';

export const handler = instrument(
  'Merge',
  VideoInput,
  makeMerge({ buckets, minCoverage, warn }),
  measuresOfTranscript,
);
