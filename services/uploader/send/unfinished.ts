// Unfinished uploads: finds those of earlier runs, and records this run's for later ones. S3 keeps parts and metadata,
// but does not return the metadata, so a record beside them says which file they belong to.
import {
  AbortMultipartUploadCommand,
  ListMultipartUploadsCommand,
  type ListMultipartUploadsCommandOutput,
  paginateListParts,
} from '@aws-sdk/client-s3';
import { z } from 'zod';
import { isNamed } from '../../shared/contracts/errors.ts';
import { keys } from '../../shared/contracts/keys.ts';
import type { UploadContext, UploadJob } from './job.ts';
import { partBytesFor, partRangesOf } from './parts.ts';

const UploadRecord = z.object({
  uploadId: z.string(),
  /** The user's file. */
  sha256: z.string(),
  /** What is sent: the file, or its soundtrack. */
  kind: z.enum(['video', 'soundtrack']),
  size: z.number(),
  crc32: z.number(),
  partBytes: z.number(),
});
export type UploadRecord = z.infer<typeof UploadRecord>;

/** S3's ids of all unfinished uploads by key, and the keys with a record. */
export type Unfinished = { uploads: Map<string, string[]>; records: Set<string> };

export const findUnfinished = async ({
  s3,
  bucket,
}: Pick<UploadContext, 's3' | 'bucket'>): Promise<Unfinished> => {
  const [records, uploads] = await Promise.all([
    Array.fromAsync(bucket.list(keys.uploads)),
    listUploads(s3, bucket.name),
  ]);
  const byKey = Map.groupBy(uploads, ({ key }) => key);
  return {
    records: new Set(records.map(({ Key }) => Key)),
    uploads: new Map([...byKey].map(([key, found]) => [key, found.map(({ id }) => id)])),
  };
};

type InterruptedUpload = { key: string; id: string };

const listUploads = async (
  s3: UploadContext['s3'],
  Bucket: string,
  Prefix?: string,
): Promise<InterruptedUpload[]> => {
  const uploads: InterruptedUpload[] = [];
  let marker: { KeyMarker?: string | undefined; UploadIdMarker?: string | undefined } | undefined = {};
  try {
    while (marker) {
      const page: ListMultipartUploadsCommandOutput = await s3.send(
        new ListMultipartUploadsCommand({ Bucket, Prefix, ...marker }),
      );
      for (const { Key, UploadId } of page.Uploads ?? [])
        if (Key && UploadId) uploads.push({ key: Key, id: UploadId });
      const { IsTruncated, NextKeyMarker, NextUploadIdMarker } = page;
      marker = IsTruncated ? { KeyMarker: NextKeyMarker, UploadIdMarker: NextUploadIdMarker } : undefined;
    }
    return uploads;
  } catch (error) {
    // Without permission to list, nothing is cleaned up here; S3 does it after a week.
    if (isNamed(error, 'AccessDenied')) return [];
    throw error;
  }
};

/** Returns the upload that can be resumed; abandons all others of this key. */
export const resumable = async (
  job: UploadJob,
  context: UploadContext,
  found: Unfinished,
): Promise<UploadRecord | undefined> => {
  const recordKey = keys.upload(job.key);
  const hasRecord = found.records.has(recordKey);
  const record = hasRecord ? await context.bucket.readJson(recordKey, UploadRecord) : undefined;
  const upload = record && isOf(job, record) ? record : undefined;
  const others = new Set([...(found.uploads.get(job.key) ?? []), ...(record ? [record.uploadId] : [])]);
  if (upload) others.delete(upload.uploadId);
  for (const uploadId of others) await giveUp(uploadId, job, context);
  if (hasRecord && !upload) await forget(job, context);
  return upload;
};

const isOf = ({ prepared, crc32s }: UploadJob, upload: UploadRecord): boolean =>
  upload.sha256 === prepared.identity.sha256 &&
  upload.kind === prepared.kind &&
  upload.size === prepared.size &&
  upload.crc32 === crc32s.whole &&
  upload.partBytes === partBytesFor(prepared.size);

/** Called before the first part is sent, so that an interrupted upload can be found. */
export const remember = async (
  uploadId: string,
  job: UploadJob,
  { bucket }: UploadContext,
): Promise<void> => {
  const { prepared, crc32s } = job;
  const { kind, size, identity } = prepared;
  const upload: UploadRecord = {
    uploadId,
    sha256: identity.sha256,
    kind,
    size,
    crc32: crc32s.whole,
    partBytes: partBytesFor(size),
  };
  await bucket.writeJson(keys.upload(job.key), upload);
};

export const forget = (
  { key }: Pick<UploadJob, 'key'>,
  { bucket }: Pick<UploadContext, 'bucket'>,
): Promise<void> => bucket.remove(keys.upload(key));

/** Forgets the uploads of files that are in the bucket: whoever sent them may have been killed before. */
export const forgetArrived = async (
  files: { key: string }[],
  { bucket }: Pick<UploadContext, 'bucket'>,
): Promise<void> => {
  if (files.length === 0) return;
  const records = new Set((await Array.fromAsync(bucket.list(keys.uploads))).map(({ Key }) => Key));
  for (const file of files) if (records.has(keys.upload(file.key))) await forget(file, { bucket });
};

export const giveUp = async (
  UploadId: string,
  { key: Key }: Pick<UploadJob, 'key'>,
  { s3, bucket }: UploadContext,
) => {
  try {
    await s3.send(new AbortMultipartUploadCommand({ Bucket: bucket.name, Key, UploadId }));
  } catch (error) {
    if (!isNamed(error, 'NoSuchUpload', 'AccessDenied')) throw error;
  }
};

/** Abandons all uploads of this key, once its object exists. */
export const giveUpAll = async (job: UploadJob, context: UploadContext): Promise<void> => {
  for (const { key, id } of await listUploads(context.s3, context.bucket.name, job.key))
    if (key === job.key) await giveUp(id, job, context);
};

/** The parts in S3 with their ETags; undefined if the upload is gone, or a part is not from this file. */
export const partsThere = async (
  UploadId: string,
  { key: Key, prepared, crc32s }: UploadJob,
  { s3: client, bucket }: UploadContext,
): Promise<Map<number, string> | undefined> => {
  const wanted = new Map(partRangesOf(prepared.size).map(({ number, from, to }) => [number, to - from]));
  const there = new Map<number, string>();
  try {
    for await (const { Parts = [] } of paginateListParts(
      { client },
      { Bucket: bucket.name, Key, UploadId },
    )) {
      for (const { PartNumber = 0, Size, ETag = '', ChecksumCRC32 } of Parts) {
        const crc32 = crc32s.parts[PartNumber - 1];
        const isSame = ChecksumCRC32 === undefined || decodeCrc32(ChecksumCRC32) === crc32;
        if (wanted.get(PartNumber) !== Size || !isSame) return undefined;
        there.set(PartNumber, ETag);
      }
    }
    return there;
  } catch (error) {
    if (isNamed(error, 'NoSuchUpload', 'AccessDenied')) return undefined;
    throw error;
  }
};

const decodeCrc32 = (text: string): number => Buffer.from(text, 'base64').readUInt32BE();
