// The Lambda function Listen, called by the EventBridge rule.
import { z } from 'zod';
import { bucketsFromEnv, stepFunctions } from '../shared/aws/clients.ts';
import { readEnv } from '../shared/aws/env.ts';
import { instrument } from '../shared/aws/instrument.ts';
import { makeListener, ObjectCreated } from './listen.ts';
import { startExecution } from './start-execution.ts';

const env = readEnv({
  STATE_MACHINE_ARN: z.string(),
  MAX_CONCURRENCY: z.coerce.number().int().nonnegative(),
});

const { videos } = bucketsFromEnv();
const start = startExecution(stepFunctions(), env.STATE_MACHINE_ARN);

export const handler = instrument(
  'Listen',
  ObjectCreated,
  makeListener({ videos, start, maxConcurrency: env.MAX_CONCURRENCY }),
);
