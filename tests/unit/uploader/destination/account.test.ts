import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { HeadBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { openCloud } from '../../../../services/uploader/destination/account.ts';
import { readSources } from '../../../../services/uploader/settings/sources.ts';
import { anError } from '../../../fixtures/an-error.ts';
import { ownFolder } from '../own-folder.ts';

const BUCKETS = { VIDEO_BUCKET: 'my-videos', TRANSCRIPT_BUCKET: 'my-transcripts' };
const OUTPUTS = {
  VideoBucket: 'stack-videos',
  TranscriptBucket: 'stack-transcripts',
  StateMachineArn: 'arn:aws:states:eu-central-1:000000000000:stateMachine:transcribe',
  WhisperModel: 'tiny.en-q8_0',
};
const asStack = (outputs: Record<string, string>) => ({
  Stacks: [
    {
      StackName: 'transcribe',
      CreationTime: new Date(0),
      StackStatus: 'CREATE_COMPLETE' as const,
      Outputs: Object.entries(outputs).map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue })),
    },
  ],
});

describe('openCloud', () => {
  ownFolder({ AWS_REGION: 'eu-central-1' });
  const s3 = mockClient(S3Client);
  const cloudFormation = mockClient(CloudFormationClient);

  beforeEach(() => {
    s3.reset();
    cloudFormation.reset();
    s3.on(HeadBucketCommand).resolves({});
  });

  const askedBuckets = () => s3.commandCalls(HeadBucketCommand).map(({ args }) => args[0].input.Bucket);
  const answers = (httpStatusCode: number) =>
    Object.assign(new Error('no'), { $metadata: { httpStatusCode } });

  it('reads the names from the stack', async () => {
    cloudFormation.on(DescribeStacksCommand, { StackName: 'transcribe' }).resolves(asStack(OUTPUTS));

    const destination = await openCloud(await readSources({ stack: 'transcribe' }));

    expect(destination.name).toContain('transcribe');
    expect([destination.videos.name, destination.transcripts.name]).toEqual([
      'stack-videos',
      'stack-transcripts',
    ]);
    expect(askedBuckets()).toEqual(['stack-videos', 'stack-transcripts']);
    expect(destination.execution).toBeInstanceOf(Function);
  });

  it('refuses options that the stack’s own model does not support', async () => {
    cloudFormation.on(DescribeStacksCommand).resolves(asStack(OUTPUTS));
    const { isUpToDate } = await openCloud(await readSources({ stack: 'transcribe' }));

    await expect(isUpToDate(undefined, { language: 'de' })).rejects.toEqual(
      anError('OptionsRefused', 'Use the model tiny-q8_0.'),
    );
  });

  it('names a missing stack and its region', async () => {
    const message = 'Stack with id transcribe does not exist';
    cloudFormation
      .on(DescribeStacksCommand)
      .rejects(Object.assign(new Error(message), { name: 'ValidationError' }));

    await expect(openCloud(await readSources({ stack: 'transcribe' }))).rejects.toEqual(
      anError('AwsRefused', 'no stack transcribe in eu-central-1'),
    );
  });

  it.each(Object.keys(OUTPUTS))('refuses a stack without the output %s', async (name) => {
    const rest = Object.fromEntries(Object.entries(OUTPUTS).filter(([other]) => other !== name));
    cloudFormation.on(DescribeStacksCommand).resolves(asStack(rest));

    await expect(openCloud(await readSources({ stack: 'transcribe' }))).rejects.toEqual(
      anError('AwsRefused', 'does not belong to this project'),
    );
  });

  it('leaves errors about credentials to explain.ts', async () => {
    const refusal = Object.assign(new Error('expired'), { name: 'ExpiredToken' });
    cloudFormation.on(DescribeStacksCommand).rejects(refusal);

    await expect(openCloud(await readSources({ stack: 'transcribe' }))).rejects.toBe(refusal);
  });

  it.each([
    [404, /^There is no bucket my-videos\./],
    [403, /^Access to the bucket my-videos is denied/],
    [301, /^The bucket my-videos is not in eu-central-1/],
    [400, /^The bucket my-videos is not in eu-central-1/],
  ])('explains an answer of %i from a bucket', async (status, message) => {
    Object.assign(process.env, BUCKETS);
    s3.on(HeadBucketCommand, { Bucket: 'my-videos' }).rejects(answers(status));

    await expect(openCloud(await readSources({}))).rejects.toEqual(anError('AwsRefused', message));
  });

  it('also checks the transcript bucket', async () => {
    Object.assign(process.env, BUCKETS);
    s3.on(HeadBucketCommand, { Bucket: 'my-transcripts' }).rejects(answers(404));

    await expect(openCloud(await readSources({}))).rejects.toThrow('There is no bucket my-transcripts.');
  });

  it('passes on any other error from a bucket', async () => {
    Object.assign(process.env, BUCKETS);
    s3.on(HeadBucketCommand).rejects(new Error('getaddrinfo ENOTFOUND'));

    await expect(openCloud(await readSources({}))).rejects.toThrow('getaddrinfo ENOTFOUND');
  });
});
