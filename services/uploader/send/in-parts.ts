// Sends a large file in parts, except those that S3 already has from an earlier process.
import {
  CompleteMultipartUploadCommand,
  type CompleteMultipartUploadCommandInput,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { plainEtag } from '../../shared/aws/bucket.ts';
import { isNamed } from '../../shared/contracts/errors.ts';
import { resolveConflict } from './conflict.ts';
import { assertUnchanged } from './identity.ts';
import { conditionOf, encodeCrc32, sumOfSums, type UploadContext, type UploadJob } from './job.ts';
import { abandonMultipart, type MultipartUpload, resumeMultipart, startMultipart } from './multipart.ts';
import { type PartRange, partRangesOf } from './parts.ts';
import { forget, giveUp, giveUpAll, resumable, type Unfinished } from './unfinished.ts';

const TRIES = 5;

/** Sends the missing parts, and returns the object's ETag. */
export const sendInParts = async (
  job: UploadJob,
  context: UploadContext,
  found: Unfinished,
): Promise<string> => {
  let uploadId = (await resumable(job, context, found))?.uploadId;
  let isRepeated = false;
  for (let tries = 1; ; tries += 1) {
    const upload =
      (uploadId && (await resumeMultipart(uploadId, job, context))) || (await startMultipart(job, context));
    uploadId = upload.uploadId;
    isRepeated ||= upload.isRepeated ?? false;
    count(job, upload, context, tries === 1);
    const etag = await end(job, upload, context, tries === TRIES);
    if (etag === undefined) continue;
    if (isRepeated) await giveUpAll(job, context);
    await forget(job, context);
    return etag;
  }
};

/** Returns undefined if the upload has to be tried again. */
const end = async (
  job: UploadJob,
  upload: MultipartUpload,
  context: UploadContext,
  isLast: boolean,
): Promise<string | undefined> => {
  try {
    await sendMissing(job, upload, context);
    return await complete(job, upload, context);
  } catch (error) {
    // Another file failed: this upload can still be resumed.
    if (context.signal.aborted) throw error;
    const etag = await resolveConflict(error, job, context).catch(async (fault) => {
      // Each part arrived intact, but S3 has something else than this file: only a new upload helps.
      if (isNamed(fault, 'UserError', 'BadDigest', 'InvalidRequest'))
        await abandonMultipart(upload, job, context);
      throw fault;
    });
    if (etag === undefined && isLast) throw error;
    if (etag !== undefined) await giveUp(upload.uploadId, job, context);
    return etag;
  }
};

const count = (
  { key, prepared, meter }: UploadJob,
  { there }: MultipartUpload,
  { listener }: UploadContext,
  isFirst: boolean,
) => {
  const { size, kind } = prepared;
  let resumed = 0;
  for (const { number, from, to } of partRangesOf(size)) {
    const bytes = there.has(number) ? to - from : 0;
    resumed += bytes;
    if (isFirst) meter.found(number, bytes);
    else meter.set(number, bytes);
  }
  if (isFirst) listener.started({ key, size, kind, resumed });
};

/** The first failure stops the file's other parts. */
const sendMissing = async (
  job: UploadJob,
  upload: MultipartUpload,
  context: UploadContext,
): Promise<void> => {
  const failure = new AbortController();
  const signal = AbortSignal.any([context.signal, failure.signal]);
  const running = new Set<Promise<void>>();
  try {
    for (const part of partRangesOf(job.prepared.size)) {
      if (upload.there.has(part.number)) continue;
      const done = await job.take(part.to - part.from);
      const sending = sendPart(part, job, upload, { ...context, signal })
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

const sendPart = async (
  part: PartRange,
  job: UploadJob,
  { uploadId, there }: MultipartUpload,
  context: UploadContext,
): Promise<void> => {
  const { number, from, to } = part;
  const crc32 = job.crc32s.parts[number - 1] ?? 0;
  const command = new UploadPartCommand({
    Bucket: context.bucket.name,
    Key: job.key,
    UploadId: uploadId,
    PartNumber: number,
    Body: job.bodyOf(part, crc32),
    ContentLength: to - from,
    ChecksumCRC32: encodeCrc32(crc32),
  });
  const { ETag = '' } = await context.s3.send(command, { abortSignal: context.signal });
  job.meter.set(number, to - from);
  there.set(number, ETag);
};

const complete = async (
  job: UploadJob,
  { uploadId, there }: MultipartUpload,
  { s3, bucket, signal }: UploadContext,
) => {
  const { path, size, kind, identity } = job.prepared;
  if (kind === 'video') await assertUnchanged(path, identity);
  const send = async (sum: Pick<CompleteMultipartUploadCommandInput, 'ChecksumCRC32' | 'ChecksumType'>) => {
    const command = new CompleteMultipartUploadCommand({
      Bucket: bucket.name,
      Key: job.key,
      UploadId: uploadId,
      MultipartUpload: {
        Parts: partRangesOf(size).map(({ number }) => ({ PartNumber: number, ETag: there.get(number) })),
      },
      ...sum,
      MpuObjectSize: size,
      ...conditionOf(job),
    });
    const { ETag = '' } = await s3.send(command, { abortSignal: signal });
    return plainEtag(ETag);
  };
  const { whole, parts } = job.crc32s;
  return send({ ChecksumCRC32: encodeCrc32(whole), ChecksumType: 'FULL_OBJECT' }).catch((error) => {
    if (!isNamed(error, 'BadDigest')) throw error;
    // A server like S3 may support only composite sums; S3 itself refuses them here.
    return send({ ChecksumCRC32: sumOfSums(parts), ChecksumType: 'COMPOSITE' });
  });
};
