// An upload in parts that has begun: by this process or one before it, and given up where it is of no use any more.
// Sending its parts is in-parts.ts's.
import { CreateMultipartUploadCommand } from '@aws-sdk/client-s3';
import { metadataOf } from './identity.ts';
import type { UploadContext, UploadJob } from './job.ts';
import { forget, giveUp, partsThere, remember } from './unfinished.ts';

export type MultipartUpload = {
  uploadId: string;
  /** The parts that S3 has, each with its ETag. */
  there: Map<number, string>;
  /** An answer of S3 was lost, and with it the id of another upload. */
  isRepeated?: boolean;
};

/** Undefined where S3 has forgotten it, or has something else of it. */
export const resumeMultipart = async (
  uploadId: string,
  job: UploadJob,
  line: UploadContext,
): Promise<MultipartUpload | undefined> => {
  const there = await partsThere(uploadId, job, line);
  if (there) return { uploadId, there };
  await giveUp(uploadId, job, line);
  return undefined;
};

export const startMultipart = async (job: UploadJob, line: UploadContext): Promise<MultipartUpload> => {
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

/** Its object will never be: its parts are of no use to anybody. */
export const abandonMultipart = async (
  { uploadId }: MultipartUpload,
  job: UploadJob,
  line: UploadContext,
): Promise<void> => {
  await giveUp(uploadId, job, line);
  await forget(job, line);
};
