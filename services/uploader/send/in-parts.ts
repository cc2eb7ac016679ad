// A large file, in parts: those that S3 has from an earlier process are not sent again. An interruption leaves them there.
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { plainEtag } from '../../shared/bucket.ts';
import { isNamed } from '../../shared/errors.ts';
import { assertUnchanged, metadataOf } from '../identity.ts';
import { conditionOf, encodeCrc32, type Job, type Line } from './job.ts';
import { type Part, partsOf } from './parts.ts';
import { settle } from './settle.ts';
import { forget, giveUp, giveUpAll, partsThere, remember, resumable, type Unfinished } from './unfinished.ts';

const TRIES = 5;

type Begun = {
  uploadId: string;
  there: Map<number, string>;
  /** An answer of S3 was lost, and with it the id of another upload. */
  isRepeated?: boolean;
};

/** Sends what is missing of it, and gives the object's ETag. */
export const sendInParts = async (job: Job, line: Line, found: Unfinished): Promise<string> => {
  let uploadId = (await resumable(job, line, found))?.uploadId;
  let isRepeated = false;
  for (let tries = 1; ; tries += 1) {
    const begun = (uploadId && (await goOn(uploadId, job, line))) || (await begin(job, line));
    uploadId = begun.uploadId;
    isRepeated ||= begun.isRepeated ?? false;
    count(job, begun, line, tries === 1);
    const etag = await end(job, begun, line, tries === TRIES);
    if (etag === undefined) continue;
    if (isRepeated) await giveUpAll(job, line);
    await forget(job, line);
    return etag;
  }
};

/** Undefined where it has to be tried again. */
const end = async (job: Job, begun: Begun, line: Line, isLast: boolean): Promise<string | undefined> => {
  try {
    await sendMissing(job, begun, line);
    return await complete(job, begun, line);
  } catch (error) {
    const etag = await settle(error, job, line).catch(async (fault) => {
      // This object will never be: its parts are of no use to anybody.
      if (isNamed(fault, 'UserError')) await leave(begun, job, line);
      throw fault;
    });
    if (etag === undefined && isLast) throw error;
    if (etag !== undefined) await giveUp(begun.uploadId, job, line);
    return etag;
  }
};

const goOn = async (uploadId: string, job: Job, line: Line): Promise<Begun | undefined> => {
  const there = await partsThere(uploadId, job, line);
  if (there) return { uploadId, there };
  await giveUp(uploadId, job, line);
  return undefined;
};

const begin = async (job: Job, line: Line): Promise<Begun> => {
  const command = new CreateMultipartUploadCommand({
    Bucket: line.bucket.name,
    Key: job.key,
    Metadata: metadataOf(job.prepared.identity),
    ChecksumAlgorithm: 'CRC32',
    ChecksumType: 'FULL_OBJECT',
  });
  const { UploadId: uploadId, $metadata } = await line.s3.send(command, { abortSignal: line.signal });
  if (!uploadId) throw new Error(`S3 began an upload of ${job.key} without saying which`);
  await remember(uploadId, job, line);
  return { uploadId, there: new Map(), isRepeated: ($metadata.attempts ?? 1) > 1 };
};

const leave = async ({ uploadId }: Begun, job: Job, line: Line): Promise<void> => {
  await giveUp(uploadId, job, line);
  await forget(job, line);
};

const count = ({ key, prepared, meter }: Job, { there }: Begun, { listener }: Line, isFirst: boolean) => {
  const { size, kind } = prepared;
  let resumed = 0;
  for (const { number, from, to } of partsOf(size)) {
    const bytes = there.has(number) ? to - from : 0;
    resumed += bytes;
    if (isFirst) meter.found(number, bytes);
    else meter.set(number, bytes);
  }
  if (isFirst) listener.started({ key, size, kind, resumed });
};

/** The first failure ends the others of this file. */
const sendMissing = async (job: Job, begun: Begun, line: Line): Promise<void> => {
  const failure = new AbortController();
  const signal = AbortSignal.any([line.signal, failure.signal]);
  const running = new Set<Promise<void>>();
  try {
    for (const part of partsOf(job.prepared.size)) {
      if (begun.there.has(part.number)) continue;
      const done = await job.take(part.to - part.from);
      const sending = sendPart(part, job, begun, { ...line, signal })
        .catch((error) => failure.abort(error))
        .finally(() => {
          done();
          running.delete(sending);
        });
      running.add(sending);
      if (signal.aborted) break;
    }
  } finally {
    await Promise.all(running);
  }
  signal.throwIfAborted();
};

const sendPart = async (part: Part, job: Job, { uploadId, there }: Begun, line: Line): Promise<void> => {
  const { number, from, to } = part;
  const crc32 = job.crc32s.parts[number - 1] ?? 0;
  const command = new UploadPartCommand({
    Bucket: line.bucket.name,
    Key: job.key,
    UploadId: uploadId,
    PartNumber: number,
    Body: job.bodyOf(part, crc32),
    ContentLength: to - from,
    ChecksumCRC32: encodeCrc32(crc32),
  });
  const { ETag = '' } = await line.s3.send(command, { abortSignal: line.signal });
  job.meter.set(number, to - from);
  there.set(number, ETag);
};

const complete = async (job: Job, { uploadId, there }: Begun, { s3, bucket, signal }: Line) => {
  const { path, size, kind, identity } = job.prepared;
  if (kind === 'video') await assertUnchanged(path, identity);
  const command = new CompleteMultipartUploadCommand({
    Bucket: bucket.name,
    Key: job.key,
    UploadId: uploadId,
    MultipartUpload: {
      Parts: partsOf(size).map(({ number }) => ({ PartNumber: number, ETag: there.get(number) })),
    },
    ChecksumCRC32: encodeCrc32(job.crc32s.whole),
    ChecksumType: 'FULL_OBJECT',
    MpuObjectSize: size,
    ...conditionOf(job),
  });
  const { ETag = '' } = await s3.send(command, { abortSignal: signal });
  return plainEtag(ETag);
};
