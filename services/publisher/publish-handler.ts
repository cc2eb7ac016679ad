// The Lambda function Publish, called by EventBridge rules when a run has ended, and when somebody saves corrections.

import { z } from 'zod';
import { bucketsFromEnv } from '../shared/aws/clients.ts';
import { readEnv } from '../shared/aws/env.ts';
import { instrument, warn } from '../shared/aws/instrument.ts';
import { loadApp } from '../shared/page/load-app.ts';
import { makePublish, PublishEvent } from './publish.ts';

const env = readEnv({ LAMBDA_TASK_ROOT: z.string() });

const app = loadApp(env.LAMBDA_TASK_ROOT);

export const handler = instrument(
  'Publish',
  PublishEvent,
  makePublish({ buckets: bucketsFromEnv(), app: () => app, warn }),
);
