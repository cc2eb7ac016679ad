// The Lambda function Report, which runs once per run.
import { bucketsFromEnv, eventBridge } from '../shared/aws/clients.ts';
import { instrument } from '../shared/aws/instrument.ts';
import { RunInput } from '../shared/contracts/steps.ts';
import { announceTo } from './announce.ts';
import { makeReport } from './report.ts';

const buckets = bucketsFromEnv();

export const handler = instrument(
  'Report',
  RunInput,
  makeReport({ buckets, announce: announceTo(eventBridge(), buckets.transcripts.name) }),
);
