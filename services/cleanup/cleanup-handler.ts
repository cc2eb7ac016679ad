// The function Cleanup, for a video that is done and for one that failed.
import { bucketsFromEnv } from '../shared/aws.ts';
import { CleanupInput } from '../shared/contracts.ts';
import { instrument } from '../shared/instrument.ts';
import { measuresOfOutcome } from '../shared/measures.ts';
import { makeCleanup } from './cleanup.ts';

export const handler = instrument(
  'Cleanup',
  CleanupInput,
  makeCleanup({ buckets: bucketsFromEnv() }),
  measuresOfOutcome,
);
