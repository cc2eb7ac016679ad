// The function Merge.
import { VideoInput } from '../shared/contracts.ts';
import { instrument } from '../shared/instrument.ts';
import { measuresOfTranscript } from '../shared/measures.ts';
import { makeMerge } from './merge.ts';
import { buckets, minCoverage } from './wiring.ts';

export const handler = instrument(
  'Merge',
  VideoInput,
  makeMerge({ buckets, minCoverage }),
  measuresOfTranscript,
);
