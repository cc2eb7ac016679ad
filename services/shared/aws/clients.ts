// The AWS clients of the functions, traced by X-Ray. AWS_ENDPOINT_URL redirects them, as in every AWS SDK.
import { Tracer } from '@aws-lambda-powertools/tracer';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { z } from 'zod';
import { makeBucket } from './bucket.ts';
import { needsPathStyle } from './client-settings.ts';
import { readEnv } from './env.ts';
import { maxAttempts } from './retries.ts';

const tracer = new Tracer();

/** The two buckets named in the environment. */
export const bucketsFromEnv = () => {
  const env = readEnv({ VIDEO_BUCKET: z.string().min(3), TRANSCRIPT_BUCKET: z.string().min(3) });
  const s3 = tracer.captureAWSv3Client(new S3Client({ maxAttempts, forcePathStyle: needsPathStyle() }));
  return { videos: makeBucket(s3, env.VIDEO_BUCKET), transcripts: makeBucket(s3, env.TRANSCRIPT_BUCKET) };
};

export type Buckets = ReturnType<typeof bucketsFromEnv>;

export const stepFunctions = () => tracer.captureAWSv3Client(new SFNClient({ maxAttempts }));
export const eventBridge = () => tracer.captureAWSv3Client(new EventBridgeClient({ maxAttempts }));
