// Plans a run: which videos to send, which are in the bucket or transcribed already, and why.
import pLimit from 'p-limit';
import { type Bucket, type ObjectInfo, plainEtag } from '../../shared/aws/bucket.ts';
import type { Buckets } from '../../shared/aws/clients.ts';
import { type Origin, originOf } from '../../shared/aws/up-to-date.ts';
import { keys } from '../../shared/contracts/keys.ts';
import type { Options } from '../../shared/contracts/steps.ts';
import type { CourseFile } from '../course/course.ts';
import { commonFolder } from '../runs/objects.ts';
import { type Judge, type JudgeOptions, makeJudge, recordedIn, recordedWith, whyAgain } from './reasons.ts';

const AT_ONCE = 16;

/** cleanUp: the video is transcribed, but was not deleted because the run was stopped. */
export type Action = 'send' | 'inBucket' | 'cleanUp' | 'upToDate';
export type PlannedFile = CourseFile & {
  action: Action;
  reason: string;
  options: Options;
  /** Of the object, for inBucket and cleanUp. */
  etag?: string;
  /** The current object at the key, for send. */
  replaces?: string;
  /** For send: S3 already has parts of it. */
  unfinished?: boolean;
};

/** Whether there is nothing left to transcribe. */
export const isTranscribed = ({ action }: PlannedFile): boolean =>
  action === 'upToDate' || action === 'cleanUp';

/** The destination's objects, and whether a transcript there is current. */
export type PlanTarget = Buckets & {
  /**
   * Whether the destination would produce the same transcript with these options.
   * @throws {OptionsRefused} if its model does not support them.
   */
  isUpToDate: (origin: Origin | undefined, wanted: Options) => Promise<boolean>;
};

export type PlanDeps = JudgeOptions & { onProgress?: (files: number) => void };

/** Compares each file with the buckets, and reads a file only if that does not decide; changes nothing. */
export const planRun = async (
  files: CourseFile[],
  target: PlanTarget,
  optionsFor: (key: string) => Options,
  { checksum, signal, onProgress }: PlanDeps,
): Promise<PlannedFile[]> => {
  const there = await listAll(files, target);
  const limit = pLimit(AT_ONCE);
  let done = 0;
  const planOne = async (file: CourseFile): Promise<PlannedFile> => {
    signal.throwIfAborted();
    const options = optionsFor(file.key);
    const found = await find(file, target, there);
    const judge = makeJudge(file, { checksum, signal });
    const decided = await decide(found, target, options, judge);
    done += 1;
    onProgress?.(done);
    return { ...file, options, ...decided };
  };
  return Promise.all(files.map((file) => limit(() => planOne(file))));
};

/** The buckets' content below the common folder of all files, listed a thousand names at a time. */
type BucketListing = { objects: Map<string, string>; transcripts: Set<string>; records: Set<string> };

const listAll = async (files: CourseFile[], { videos, transcripts }: Buckets): Promise<BucketListing> => {
  const folder = commonFolder(files.map(({ key }) => key));
  const list = (bucket: Bucket, prefix: string) => Array.fromAsync(bucket.list(prefix));
  const [objects, written, records] = await Promise.all([
    list(videos, folder),
    list(transcripts, folder),
    list(videos, keys.uploads),
  ]);
  return {
    objects: new Map(objects.map(({ Key, Etag }) => [Key, plainEtag(Etag)])),
    transcripts: new Set(written.map(({ Key }) => Key)),
    records: new Set(records.map(({ Key }) => Key)),
  };
};

type Found = {
  object: ObjectInfo | undefined;
  origin: Origin | undefined;
  unfinished: boolean;
};

const find = async (
  { key }: CourseFile,
  { videos, transcripts }: Buckets,
  there: BucketListing,
): Promise<Found> => {
  const hasTranscript = there.transcripts.has(keys.transcript(key, 'json'));
  const [object, origin] = await Promise.all([
    there.objects.has(key) ? videos.head(key) : undefined,
    hasTranscript ? originOf(transcripts, key) : undefined,
  ]);
  return { object, origin, unfinished: there.records.has(keys.upload(key)) };
};

type Decision = Pick<PlannedFile, 'action' | 'reason' | 'etag' | 'replaces' | 'unfinished'>;

const decide = async (
  { object, origin, unfinished }: Found,
  target: PlanTarget,
  options: Options,
  judge: Judge,
): Promise<Decision> => {
  // Also checked without a transcript, so that an unsupported option fails before anything is sent.
  const isWanted = await target.isUpToDate(origin, options);
  const changed = origin && (await judge(recordedIn(origin)));
  if (origin && isWanted && !changed && !options.redo) return transcribed(origin, object);
  const why = origin && (changed ? `${changed} since its transcript` : whyAgain(origin, options));
  const objectChanged = object && (await judge(recordedWith(object.metadata)));
  if (object && !objectChanged)
    return { action: 'inBucket', reason: why ?? 'not transcribed yet', etag: object.etag };
  const sent = objectChanged && `${objectChanged} since the last run`;
  return {
    action: 'send',
    reason: why ?? sent ?? (unfinished ? 'the last run was interrupted' : 'new'),
    ...(object && { replaces: object.etag }),
    ...(unfinished && { unfinished }),
  };
};

/** A video with a missing end or without words stays in the bucket on purpose. */
const transcribed = (
  { source, lostSeconds, nothingHeard }: Origin,
  object: ObjectInfo | undefined,
): Decision =>
  object && object.etag === source.etag && lostSeconds === 0 && !nothingHeard
    ? { action: 'cleanUp', reason: 'transcribed; its copy is still to be deleted', etag: object.etag }
    : { action: 'upToDate', reason: 'its transcript is up to date' };
