import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HeadBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { DescribeExecutionCommand, type ExecutionStatus, SFNClient } from '@aws-sdk/client-sfn';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { openCloud } from '../../../../services/uploader/destination/account.ts';
import { readSources } from '../../../../services/uploader/settings/sources.ts';
import { anError } from '../../../fixtures/an-error.ts';
import { aSettings } from '../../../fixtures/transcript.ts';
import { anEngineIdentity, aTranscript } from '../../fakes.ts';
import { ownFolder } from '../own-folder.ts';

const BUCKETS = { VIDEO_BUCKET: 'my-videos', TRANSCRIPT_BUCKET: 'my-transcripts' };
const STATE_MACHINE_ARN = 'arn:aws:states:eu-central-1:000000000000:stateMachine:transcribe';
const transcriptBy = (name: string, language: string) => {
  const settings = aSettings({ language });
  return aTranscript({ engine: anEngineIdentity({ model: { name, sha256: 'b' }, settings }) });
};

describe('openCloud without a stack', () => {
  const own = ownFolder({ AWS_REGION: 'eu-central-1' });
  const s3 = mockClient(S3Client);
  const stepFunctions = mockClient(SFNClient);

  beforeEach(() => {
    s3.reset();
    stepFunctions.reset();
    s3.on(HeadBucketCommand).resolves({});
  });

  const open = async (env: Record<string, string> = {}) => {
    Object.assign(process.env, env);
    const destination = await openCloud(await readSources({}));
    return { destination, names: [destination.videos.name, destination.transcripts.name] };
  };
  const envFile = (text: string) => writeFile(join(own.path, '.env'), text);

  it.each([
    ['both names', {}, 'set VIDEO_BUCKET and TRANSCRIPT_BUCKET in'],
    ['one of the names', { VIDEO_BUCKET: 'my-videos' }, 'set TRANSCRIPT_BUCKET in'],
    ['a name instead of an empty one', { ...BUCKETS, VIDEO_BUCKET: '' }, 'set VIDEO_BUCKET in'],
  ])('asks for %s in one message', async (_what, env, message) => {
    await expect(open(env)).rejects.toEqual(anError('UserError', message));
  });

  it('reads the names from the environment', async () => {
    const { destination, names } = await open(BUCKETS);

    expect(names).toEqual(['my-videos', 'my-transcripts']);
    expect(destination.name).toContain('my-videos');
  });

  it('reads the names and the region from .env', async () => {
    delete process.env.AWS_REGION;
    await envFile(`
      AWS_DEFAULT_REGION=us-west-2
      VIDEO_BUCKET="file-videos"   # a comment
      export TRANSCRIPT_BUCKET=file-transcripts
    `);

    const { destination, names } = await open();

    expect(names).toEqual(['file-videos', 'file-transcripts']);
    expect(await destination.s3.config.region()).toBe('us-west-2');
  });

  it('prefers the environment to .env for each name', async () => {
    await envFile('AWS_REGION=us-west-2\nVIDEO_BUCKET=file-videos\nTRANSCRIPT_BUCKET=file-transcripts\n');

    const { destination, names } = await open({ VIDEO_BUCKET: 'my-videos' });

    expect(names).toEqual(['my-videos', 'file-transcripts']);
    expect(await destination.s3.config.region()).toBe('eu-central-1');
  });

  it('checks the owner of the bucket if the account is given', async () => {
    await open({ ...BUCKETS, AWS_ACCT_ID: '123456789012' });

    const owners = s3.commandCalls(HeadBucketCommand).map(({ args }) => args[0].input.ExpectedBucketOwner);
    expect(owners).toEqual(['123456789012', '123456789012']);
  });

  it('can neither follow a run nor judge the model of a transcript without settings for them', async () => {
    const { destination } = await open(BUCKETS);

    expect(destination).not.toHaveProperty('execution');
    expect(await destination.isUpToDate(transcriptBy('base.en', 'en'), {})).toBe(true);
    expect(await destination.isUpToDate(transcriptBy('base', 'auto'), {})).toBe(true);
    expect(await destination.isUpToDate(transcriptBy('base', 'auto'), { language: 'de' })).toBe(false);
    expect(await destination.isUpToDate(undefined, { language: 'de' })).toBe(false);
  });

  it('refuses unsupported options only once a transcript tells it the model', async () => {
    const { destination } = await open(BUCKETS);

    const asking = destination.isUpToDate(transcriptBy('base.en', 'en'), { language: 'de' });

    await expect(asking).rejects.toMatchObject({ name: 'OptionsRefused' });
  });

  it('accepts only transcripts by the configured model', async () => {
    const { destination } = await open({ ...BUCKETS, WHISPER_MODEL: 'tiny.en-q8_0' });

    expect(await destination.isUpToDate(transcriptBy('tiny.en-q8_0', 'en'), {})).toBe(true);
    expect(await destination.isUpToDate(transcriptBy('base.en', 'en'), {})).toBe(false);
  });

  it('leaves a run to AWS when the user stops waiting', async () => {
    const { destination } = await open(BUCKETS);

    expect(await destination.unfinishedRun()).toBeUndefined();
    expect(destination.afterInterruption('20261122T151500Z-a1b2')).toContain('continues in AWS');
  });

  const statuses: [ExecutionStatus, string][] = [
    ['RUNNING', 'RUNNING'],
    ['PENDING_REDRIVE', 'RUNNING'],
    ['SUCCEEDED', 'SUCCEEDED'],
    ['FAILED', 'FAILED'],
    ['TIMED_OUT', 'TIMED_OUT'],
    ['ABORTED', 'ABORTED'],
  ];
  it.each(statuses)('maps the execution status %s to %s', async (status, expected) => {
    const executionArn = 'arn:aws:states:eu-central-1:000000000000:execution:transcribe:a-run';
    stepFunctions.on(DescribeExecutionCommand, { executionArn }).resolves({ status, cause: 'the cause' });
    const { destination } = await open({ ...BUCKETS, STATE_MACHINE_ARN });

    expect(await destination.execution?.('a-run')).toEqual({ status: expected, cause: 'the cause' });
  });

  it('finds no execution of a run that has not started', async () => {
    const refusal = Object.assign(new Error('no'), { name: 'ExecutionDoesNotExist' });
    stepFunctions.on(DescribeExecutionCommand).rejects(refusal);
    const { destination } = await open({ ...BUCKETS, STATE_MACHINE_ARN });

    expect(await destination.execution?.('a-run')).toBeUndefined();
  });

  it('passes on any other error', async () => {
    const refusal = Object.assign(new Error('no'), { name: 'AccessDeniedException' });
    stepFunctions.on(DescribeExecutionCommand).rejects(refusal);
    const { destination } = await open({ ...BUCKETS, STATE_MACHINE_ARN });

    await expect(destination.execution?.('a-run')).rejects.toBe(refusal);
  });
});
