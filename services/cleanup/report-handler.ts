// The Lambda function Report, which runs once per run.
import { bucketsFromEnv, eventBridge } from '../shared/aws/clients.ts';
import { instrument } from '../shared/aws/instrument.ts';
import { RunInput } from '../shared/contracts/steps.ts';
import { publishTo } from './publish.ts';
import { makeReport } from './report.ts';

const buckets = bucketsFromEnv();

export const handler = instrument(
  'Report',
  RunInput,
  makeReport({ buckets, publish: publishTo(eventBridge(), buckets.transcripts.name) }),
);
