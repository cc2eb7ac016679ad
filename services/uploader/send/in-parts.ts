// A large file, in parts: those that S3 has from an earlier process are not sent again. An interruption leaves them there.
import {
  CompleteMultipartUploadCommand,
  type CompleteMultipartUploadCommandInput,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { plainEtag } from '../../shared/aws/bucket.ts';
import { isNamed } from '../../shared/contracts/errors.ts';
import { type Begun, begin, goOn, leave } from './begun.ts';
import { assertUnchanged } from './identity.ts';
import { conditionOf, encodeCrc32, type Job, type Line, sumOfSums } from './job.ts';
import { type Part, partsOf } from './parts.ts';
import { settle } from './settle.ts';
import { forget, giveUp, giveUpAll, resumable, type Unfinished } from './unfinished.ts';

const TRIES = 5;

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
    // Another file's failure comes here by the signal: what S3 has of this one is as good as before.
    if (line.signal.aborted) throw error;
    const etag = await settle(error, job, line).catch(async (fault) => {
      // What S3 has is not what this file is, though each part arrived as it was: only a new upload helps.
      if (isNamed(fault, 'UserError', 'BadDigest', 'InvalidRequest')) await leave(begun, job, line);
      throw fault;
    });
    if (etag === undefined && isLast) throw error;
    if (etag !== undefined) await giveUp(begun.uploadId, job, line);
    return etag;
  }
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
  const send = async (sum: Pick<CompleteMultipartUploadCommandInput, 'ChecksumCRC32' | 'ChecksumType'>) => {
    const command = new CompleteMultipartUploadCommand({
      Bucket: bucket.name,
      Key: job.key,
      UploadId: uploadId,
      MultipartUpload: {
        Parts: partsOf(size).map(({ number }) => ({ PartNumber: number, ETag: there.get(number) })),
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
    // A server like S3 may know only the older kind, a sum of the parts' sums; S3 itself refuses that kind here.
    return send({ ChecksumCRC32: sumOfSums(parts), ChecksumType: 'COMPOSITE' });
  });
};
