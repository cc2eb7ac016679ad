// What a run has to do: which videos are sent, which the bucket has already, which are transcribed already.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import pLimit from 'p-limit';
import type { ObjectInfo } from '../shared/bucket.ts';
import type { Options } from '../shared/contracts.ts';
import { originOf } from '../shared/up-to-date.ts';
import type { CourseFile } from './course.ts';
import type { Destination } from './destination.ts';

/** What hashing and S3's answers take in turn; more of them only wait for the disk. */
const AT_ONCE = 8;

export type Action = 'send' | 'inBucket' | 'upToDate';
export type PlannedFile = CourseFile & { sha256: string; action: Action; options: Options; etag?: string };

/** Reads every file once and asks the buckets what they have of it; changes nothing. */
export const planRun = (
  files: CourseFile[],
  destination: Destination,
  optionsFor: (key: string) => Options,
  signal: AbortSignal,
): Promise<PlannedFile[]> => {
  const limit = pLimit(AT_ONCE);
  return Promise.all(
    files.map((file) => limit(() => planFile(file, destination, optionsFor(file.key), signal))),
  );
};

const planFile = async (
  file: CourseFile,
  { videos, transcripts, isUpToDate }: Destination,
  options: Options,
  signal: AbortSignal,
): Promise<PlannedFile> => {
  const [sha256, object, origin] = await Promise.all([
    hashFile(file.path, signal),
    videos.head(file.key),
    originOf(transcripts, file.key),
  ]);
  // Asked of a file without transcript, too: what the model cannot do is said before anything is sent.
  const isCurrent = (await isUpToDate(origin, options)) && origin?.source.sha256 === sha256;
  const action = decide(sha256, object, isCurrent);
  return { ...file, sha256, options, action, ...(action === 'inBucket' && object && { etag: object.etag }) };
};

/** @param isCurrent whether its transcript is what a run would make of this very file. */
export const decide = (sha256: string, object: ObjectInfo | undefined, isCurrent: boolean): Action => {
  if (isCurrent) return 'upToDate';
  return object?.metadata['source-sha256'] === sha256 ? 'inBucket' : 'send';
};

const hashFile = async (path: string, signal: AbortSignal): Promise<string> => {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash, { signal });
  return hash.digest('hex');
};
