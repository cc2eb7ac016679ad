// A stack in an AWS account, by its name or by the names that the seed's .env has.
import { readFile } from 'node:fs/promises';
import { parseEnv } from 'node:util';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { HeadBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { z } from 'zod';
import { makeBucket } from '../shared/bucket.ts';
import { maxAttempts, needsPathStyle } from '../shared/client-settings.ts';
import type { Options } from '../shared/contracts.ts';
import { UserError } from '../shared/errors.ts';
import { isAsGood, type Origin } from '../shared/up-to-date.ts';
import { isMultilingual } from '../transcriber/models/catalogue.ts';
import { settingsOf } from '../transcriber/settings.ts';
import type { Destination } from './destination.ts';
import { executionsOf, findRunning } from './executions.ts';
import { statusOf } from './explain.ts';

const POLL_MS = 3_000;

type Names = {
  videoBucket: string;
  transcriptBucket: string;
  stateMachineArn?: string | undefined;
  model?: string | undefined;
};

/**
 * @throws {UserError} a stack or bucket that is not there, or names that are missing.
 * @throws the SDK's errors (credentials, permissions), which `explain.ts` puts into words.
 */
export const openCloud = async (stack: string | undefined): Promise<Destination> => {
  await loadEnvFile();
  const names = stack === undefined ? namesFromEnv() : await namesFromStack(stack);
  const s3 = new S3Client({ maxAttempts, forcePathStyle: needsPathStyle() });
  for (const bucket of [names.videoBucket, names.transcriptBucket]) await assertBucket(s3, bucket);
  const videos = makeBucket(s3, names.videoBucket);
  const execution = names.stateMachineArn ? executionsOf(names.stateMachineArn) : undefined;
  return {
    name: stack === undefined ? `bucket ${names.videoBucket}` : `stack ${stack}`,
    s3,
    videos,
    transcripts: makeBucket(s3, names.transcriptBucket),
    isUpToDate: async (origin, wanted) => isCurrent(names.model, origin, wanted),
    ...(execution && { execution }),
    pollMs: POLL_MS,
    assertRoom: async () => {},
    runningRun: async (items) => execution && findRunning(videos, execution, items),
    // On AWS a run that has started goes on by itself.
    unfinishedRun: async () => undefined,
    afterInterruption: (run) => `The run ${run} goes on in AWS.`,
    close: async () => s3.destroy(),
  };
};

/** Without the name of the stack's model, whatever made the transcript is taken to be it. */
const isCurrent = (deployed: string | undefined, origin: Origin | undefined, wanted: Options): boolean => {
  const name = deployed ?? origin?.engine.model.name;
  if (name === undefined) return false;
  const settings = settingsOf(wanted, name, isMultilingual(name));
  if (!origin || origin.engine.model.name !== name) return false;
  return isAsGood(origin, { ...origin.engine, settings }, wanted);
};

/** `.env` of the current folder; what the environment says already wins. */
const loadEnvFile = async (): Promise<void> => {
  const text = await readFile('.env', 'utf8').catch(() => '');
  for (const [name, value] of Object.entries(parseEnv(text))) process.env[name] ??= value;
  // The seed's name for the region is the AWS CLI's; the SDK for JavaScript reads only the other one.
  if (process.env.AWS_DEFAULT_REGION) process.env.AWS_REGION ??= process.env.AWS_DEFAULT_REGION;
};

const namesFromEnv = (): Names => {
  const { VIDEO_BUCKET, TRANSCRIPT_BUCKET, STATE_MACHINE_ARN, WHISPER_MODEL } = process.env;
  const missing = Object.entries({ VIDEO_BUCKET, TRANSCRIPT_BUCKET })
    .filter(([, value]) => !value)
    .map(([name]) => name);
  if (!VIDEO_BUCKET || !TRANSCRIPT_BUCKET) {
    throw new UserError(
      `Where to? Give --local, or --stack NAME, or set ${missing.join(' and ')} in .env or in the environment.`,
    );
  }
  return {
    videoBucket: VIDEO_BUCKET,
    transcriptBucket: TRANSCRIPT_BUCKET,
    stateMachineArn: STATE_MACHINE_ARN,
    model: WHISPER_MODEL,
  };
};

const Outputs = z.object({
  VideoBucket: z.string(),
  TranscriptBucket: z.string(),
  StateMachineArn: z.string(),
  WhisperModel: z.string(),
});

const namesFromStack = async (stack: string): Promise<Names> => {
  const cloudFormation = new CloudFormationClient({ maxAttempts });
  const region = await cloudFormation.config.region();
  const answer = await cloudFormation.send(new DescribeStacksCommand({ StackName: stack })).catch((error) => {
    if (Error.isError(error) && /does not exist/.test(error.message)) {
      throw new UserError(
        `There is no stack ${stack} in ${region}. Deploy it, or set AWS_REGION to where it is.`,
        { cause: error },
      );
    }
    throw error;
  });
  const outputs = Object.fromEntries(
    (answer.Stacks?.[0]?.Outputs ?? []).map(({ OutputKey = '', OutputValue }) => [OutputKey, OutputValue]),
  );
  const { data, error } = Outputs.safeParse(outputs);
  if (!data)
    throw new UserError(
      `The stack ${stack} in ${region} is not one of this project's, or is not deployed whole.`,
      { cause: error },
    );
  return {
    videoBucket: data.VideoBucket,
    transcriptBucket: data.TranscriptBucket,
    stateMachineArn: data.StateMachineArn,
    model: data.WhisperModel,
  };
};

const assertBucket = async (s3: S3Client, bucket: string): Promise<void> => {
  try {
    await s3.send(new HeadBucketCommand({ Bucket: bucket, ExpectedBucketOwner: process.env.AWS_ACCT_ID }));
  } catch (error) {
    const region = await s3.config.region();
    const status = statusOf(error);
    if (status === 404) throw new UserError(`There is no bucket ${bucket}.`, { cause: error });
    if (status === 301 || status === 400) {
      throw new UserError(
        `The bucket ${bucket} is not in ${region}. Set AWS_REGION to the region that it is in.`,
        { cause: error },
      );
    }
    if (status === 403)
      throw new UserError(
        `You may not use the bucket ${bucket}: check your credentials, their policy and AWS_ACCT_ID.`,
        { cause: error },
      );
    throw error;
  }
};
