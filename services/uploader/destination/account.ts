// A stack in an AWS account as a destination. settings/settings.ts finds its name and buckets.
import type { S3Client } from '@aws-sdk/client-s3';
import { makeBucket } from '../../shared/aws/bucket.ts';
import { isAsGood, type Origin } from '../../shared/aws/up-to-date.ts';
import { UserError } from '../../shared/contracts/errors.ts';
import type { Options } from '../../shared/contracts/steps.ts';
import { isMultilingual } from '../../shared/models/catalogue.ts';
import { assertPromptMayFit } from '../../shared/models/prompt.ts';
import { settingsOf } from '../../shared/models/settings.ts';
import { executionsOf, findRunning, stopperOf } from '../runs/executions.ts';
import type { RunControl } from '../runs/run-control.ts';
import { makeS3Client } from '../send/s3.ts';
import { decideSettings, type Settings, type Sources, settingsInWords } from '../settings/settings.ts';
import { prepareSdk } from '../settings/sources.ts';
import { assertBucket, readOutputs } from '../settings/stack.ts';
import type { Destination } from './destination.ts';

const POLL_MS = 3_000;

export type AccountDestinationOptions = {
  bytesPerSecond?: number | undefined;
  /** Receives each setting and its source, in words. */
  onSetting?: (words: string) => void;
};

/**
 * @throws {UserError} if names are missing.
 * @throws {AwsRefused} if the stack or a bucket does not exist.
 * @throws the SDK's errors (credentials, permissions), which `explain.ts` puts into words.
 */
export const openCloud = async (
  sources: Sources,
  { bytesPerSecond, onSetting = () => {} }: AccountDestinationOptions = {},
): Promise<Destination & RunControl> => {
  const settings = await resolveSettings(sources);
  for (const words of settingsInWords(settings)) onSetting(words);
  const { videoBucket, transcriptBucket } = bucketsOf(settings);
  const stack = settings.stack?.value;
  const s3 = makeS3Client({ bytesPerSecond });
  await assertBuckets(s3, [videoBucket, transcriptBucket], settings.account?.value);
  const videos = makeBucket(s3, videoBucket);
  const arn = settings.stateMachine?.value;
  const execution = arn === undefined ? undefined : executionsOf(arn);
  return {
    name: stack === undefined ? `bucket ${videoBucket}` : `stack ${stack}`,
    s3,
    videos,
    transcripts: makeBucket(s3, transcriptBucket),
    isUpToDate: async (origin, wanted) => isCurrent(settings.model?.value, origin, wanted),
    ...(arn && execution && { execution, stop: stopperOf(arn) }),
    pollMs: POLL_MS,
    runningRun: async (items) => execution && findRunning(videos, execution, items),
    // On AWS a started run continues by itself.
    unfinishedRun: async () => undefined,
    afterInterruption: (run) => `The run ${run} continues in AWS.`,
    close: async () => s3.destroy(),
  };
};

/** Settings from flags, environment and .env, then from the outputs of the stack that they name. */
export const resolveSettings = async (sources: Sources): Promise<Settings> => {
  const settings = decideSettings(sources);
  prepareSdk(settings, sources);
  if (!settings.stack) return settings;
  return decideSettings({ ...sources, outputs: await readOutputs(settings.stack.value) });
};

const bucketsOf = ({ videoBucket, transcriptBucket }: Settings) => {
  if (videoBucket && transcriptBucket)
    return { videoBucket: videoBucket.value, transcriptBucket: transcriptBucket.value };
  const missing = Object.entries({ VIDEO_BUCKET: videoBucket, TRANSCRIPT_BUCKET: transcriptBucket })
    .filter(([, setting]) => !setting)
    .map(([name]) => name);
  throw new UserError(
    `Where should the course go? Pass --local or --stack NAME, or set ${missing.join(' and ')} in .env or in the environment.`,
  );
};

const assertBuckets = async (s3: S3Client, buckets: string[], account: string | undefined) => {
  for (const bucket of buckets) await assertBucket(s3, bucket, account);
};

/** If the stack's model is unknown, any model that made the transcript is accepted. */
const isCurrent = (deployed: string | undefined, origin: Origin | undefined, wanted: Options): boolean => {
  // Only Split has the tokenizer for an exact count.
  assertPromptMayFit(wanted.prompt);
  const name = deployed ?? origin?.engine.model.name;
  if (name === undefined) return false;
  const settings = settingsOf(wanted, name, isMultilingual(name));
  if (!origin || origin.engine.model.name !== name) return false;
  return isAsGood(origin, { ...origin.engine, settings }, wanted);
};
