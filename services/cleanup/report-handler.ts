// The function Report, once a run.
import { bucketsFromEnv, eventBridge } from '../shared/aws.ts';
import { RunInput } from '../shared/contracts.ts';
import { instrument } from '../shared/instrument.ts';
import { publishTo } from './publish.ts';
import { makeReport } from './report.ts';

export const handler = instrument(
  'Report',
  RunInput,
  makeReport({ buckets: bucketsFromEnv(), publish: publishTo(eventBridge()) }),
);
