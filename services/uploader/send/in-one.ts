// Sends a small file in one request.
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { plainEtag } from '../../shared/aws/bucket.ts';
import { resolveConflict } from './conflict.ts';
import { metadataOf } from './identity.ts';
import { conditionOf, encodeCrc32, type UploadContext, type UploadJob } from './job.ts';

const TRIES = 3;

/** Returns the object's ETag. */
export const sendInOne = async (job: UploadJob, context: UploadContext): Promise<string> => {
  const { key, prepared } = job;
  context.listener.started({ key, size: prepared.size, kind: prepared.kind, resumed: 0 });
  for (let tries = 1; ; tries += 1) {
    try {
      return await put(job, context);
    } catch (error) {
      const etag = await resolveConflict(error, job, context);
      if (etag !== undefined) return etag;
      if (tries === TRIES) throw error;
    }
  }
};

const put = async (job: UploadJob, { s3, bucket, signal }: UploadContext): Promise<string> => {
  const { size, identity } = job.prepared;
  const crc32 = job.crc32s.whole;
  const done = await job.take(size);
  try {
    const command = new PutObjectCommand({
      Bucket: bucket.name,
      Key: job.key,
      Body: job.bodyOf({ number: 1, from: 0, to: size }, crc32),
      ContentLength: size,
      ChecksumCRC32: encodeCrc32(crc32),
      Metadata: metadataOf(identity),
      ...conditionOf(job),
    });
    const { ETag = '' } = await s3.send(command, { abortSignal: signal });
    job.meter.set(1, size);
    return plainEtag(ETag);
  } finally {
    done();
  }
};
