// Starts, resumes and abandons multipart uploads. in-parts.ts sends the parts.
import { CreateMultipartUploadCommand } from '@aws-sdk/client-s3';
import { metadataOf } from './identity.ts';
import type { UploadContext, UploadJob } from './job.ts';
import { forget, giveUp, partsThere, remember } from './unfinished.ts';

export type MultipartUpload = {
  uploadId: string;
  /** The parts in S3, with their ETags. */
  there: Map<number, string>;
  /** An answer from S3 was lost, and with it the id of another upload. */
  isRepeated?: boolean;
};

/** Undefined if S3 no longer has the upload, or its parts differ. */
export const resumeMultipart = async (
  uploadId: string,
  job: UploadJob,
  context: UploadContext,
): Promise<MultipartUpload | undefined> => {
  const there = await partsThere(uploadId, job, context);
  if (there) return { uploadId, there };
  await giveUp(uploadId, job, context);
  return undefined;
};

export const startMultipart = async (job: UploadJob, context: UploadContext): Promise<MultipartUpload> => {
  const command = new CreateMultipartUploadCommand({
    Bucket: context.bucket.name,
    Key: job.key,
    Metadata: metadataOf(job.prepared.identity),
    ChecksumAlgorithm: 'CRC32',
    ChecksumType: 'FULL_OBJECT',
  });
  const { UploadId: uploadId, $metadata } = await context.s3.send(command, { abortSignal: context.signal });
  if (!uploadId) throw new Error(`S3 started an upload of ${job.key} but returned no upload ID`);
  await remember(uploadId, job, context);
  return { uploadId, there: new Map(), isRepeated: ($metadata.attempts ?? 1) > 1 };
};

/** Deletes the parts of an upload that will not be completed. */
export const abandonMultipart = async (
  { uploadId }: MultipartUpload,
  job: UploadJob,
  context: UploadContext,
): Promise<void> => {
  await giveUp(uploadId, job, context);
  await forget(job, context);
};
