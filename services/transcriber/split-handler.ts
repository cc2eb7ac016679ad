// The function Split.
import { VideoInput } from '../shared/contracts.ts';
import { instrument } from '../shared/instrument.ts';
import { makeSplit } from './split.ts';
import { buckets, chunkSeconds, engine, minCoverage } from './wiring.ts';

export const handler = instrument(
  'Split',
  VideoInput,
  makeSplit({ buckets, engine, chunkSeconds, minCoverage }),
);
