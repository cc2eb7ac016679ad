// Checks that the stack and its buckets exist, before anything is sent, and explains what is wrong if not.
import type { Stack } from '@aws-sdk/client-cloudformation';
import { HeadBucketCommand, type S3Client } from '@aws-sdk/client-s3';
import { z } from 'zod';
import { cloudClient } from '../aws/client.ts';
import { AwsRefused } from '../failures/errors.ts';
import { statusOf } from '../failures/explain.ts';

const Outputs = z.object({
  VideoBucket: z.string(),
  TranscriptBucket: z.string(),
  StateMachineArn: z.string(),
  WhisperModel: z.string(),
});

/** The parameters that decide how long a run takes, and what it costs. */
const Parameters = z.object({
  TranscriberMemory: z.coerce.number(),
  ChunkMinutes: z.coerce.number(),
  MaxConcurrency: z.coerce.number(),
});

/** @throws {AwsRefused} if the stack does not exist, or belongs to another project. */
export const readOutputs = async (stack: string): Promise<z.infer<typeof Outputs>> => {
  const { Outputs: outputs = [] } = await describe(stack);
  return parse(
    Outputs,
    outputs.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]),
    stack,
  );
};

/** @throws {AwsRefused} as `readOutputs`. */
export const readParameters = async (stack: string): Promise<z.infer<typeof Parameters>> => {
  const { Parameters: parameters = [] } = await describe(stack);
  return parse(
    Parameters,
    parameters.map(({ ParameterKey, ParameterValue }) => [ParameterKey, ParameterValue]),
    stack,
  );
};

const describe = async (stack: string): Promise<Partial<Stack>> => {
  // Loaded late, because runs on this machine have no stack.
  const { CloudFormationClient, DescribeStacksCommand } = await import('@aws-sdk/client-cloudformation');
  const cloudFormation = new CloudFormationClient(cloudClient());
  const region = await cloudFormation.config.region();
  const answer = await cloudFormation.send(new DescribeStacksCommand({ StackName: stack })).catch((error) => {
    if (Error.isError(error) && /does not exist/.test(error.message)) {
      throw new AwsRefused(
        `There is no stack ${stack} in ${region}. Deploy it, or pass its region with --region (or AWS_REGION).`,
        { cause: error },
      );
    }
    throw error;
  });
  return answer.Stacks?.[0] ?? {};
};

const parse = <T>(schema: z.ZodType<T>, entries: (string | undefined)[][], stack: string): T => {
  const found = Object.fromEntries(entries.map(([name = '', value]) => [name, value] as const));
  const { data, error } = schema.safeParse(found);
  if (data) return data;
  throw new AwsRefused(`The stack ${stack} does not belong to this project, or is not completely deployed.`, {
    cause: error,
  });
};

/** @throws {AwsRefused} if the bucket does not exist, is not accessible, or is in another region. */
export const assertBucket = async (s3: S3Client, bucket: string, account?: string): Promise<void> => {
  try {
    await s3.send(new HeadBucketCommand({ Bucket: bucket, ExpectedBucketOwner: account }));
  } catch (error) {
    const region = await s3.config.region();
    const status = statusOf(error);
    if (status === 404) throw new AwsRefused(`There is no bucket ${bucket}.`, { cause: error });
    if (status === 301 || status === 400) {
      throw new AwsRefused(
        `The bucket ${bucket} is not in ${region}. Pass its region with --region (or AWS_REGION).`,
        { cause: error },
      );
    }
    if (status === 403)
      throw new AwsRefused(
        `Access to the bucket ${bucket} is denied. Check your credentials, their policy and AWS_ACCT_ID.`,
        { cause: error },
      );
    throw error;
  }
};
