// A stack in an AWS account as a destination. Who names it and its buckets is settings/settings.ts's.
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
  /** Each setting in words, and who said it. */
  onSetting?: (words: string) => void;
};

/**
 * @throws {UserError} names that are missing.
 * @throws {AwsRefused} a stack or bucket that is not there.
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
    // On AWS a run that has started goes on by itself.
    unfinishedRun: async () => undefined,
    afterInterruption: (run) => `The run ${run} goes on in AWS.`,
    close: async () => s3.destroy(),
  };
};

/** What flags, environment and .env say, and then what the stack says that they name. */
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
    `Where to? Give --local, or --stack NAME, or set ${missing.join(' and ')} in .env or in the environment.`,
  );
};

const assertBuckets = async (s3: S3Client, buckets: string[], account: string | undefined) => {
  for (const bucket of buckets) await assertBucket(s3, bucket, account);
};

/** Without the name of the stack's model, whatever made the transcript is taken to be it. */
const isCurrent = (deployed: string | undefined, origin: Origin | undefined, wanted: Options): boolean => {
  // Only Split has the tokenizer that can count it.
  assertPromptMayFit(wanted.prompt);
  const name = deployed ?? origin?.engine.model.name;
  if (name === undefined) return false;
  const settings = settingsOf(wanted, name, isMultilingual(name));
  if (!origin || origin.engine.model.name !== name) return false;
  return isAsGood(origin, { ...origin.engine, settings }, wanted);
};
