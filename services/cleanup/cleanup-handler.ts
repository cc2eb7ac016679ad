// The Lambda function Cleanup, which runs for finished and for failed videos.
import { bucketsFromEnv } from '../shared/aws/clients.ts';
import { instrument } from '../shared/aws/instrument.ts';
import { measuresOfOutcome } from '../shared/aws/measures.ts';
import { CleanupInput } from '../shared/contracts/steps.ts';
import { makeCleanup } from './cleanup.ts';

export const handler = instrument(
  'Cleanup',
  CleanupInput,
  makeCleanup({ buckets: bucketsFromEnv() }),
  measuresOfOutcome,
);
