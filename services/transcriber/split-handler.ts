// The Lambda function Split.

import { instrument } from '../shared/aws/instrument.ts';
import { VideoInput } from '../shared/contracts/steps.ts';
import { makeSplit } from './split.ts';
import { buckets, chunkSeconds, engine, minCoverage } from './wiring.ts';

export const handler = instrument(
  'Split',
  VideoInput,
  makeSplit({ buckets, engine, chunkSeconds, minCoverage }),
);
