// One file's upload: what is sent, under which condition, and what is known about it.
import { openAsBlob } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import type { S3Client } from '@aws-sdk/client-s3';
import type { Bucket } from '../../shared/aws/bucket.ts';
import { asBlob } from './body.ts';
import { assertUnchanged, type Crc32s, sumsOf } from './identity.ts';
import { type Meter, makeMeter } from './meter.ts';
import type { PartRange } from './parts.ts';
import type { Prepared, SendListener } from './types.ts';

/** Shared by all files of a run. */
export type UploadContext = {
  s3: S3Client;
  bucket: Bucket;
  listener: SendListener;
  signal: AbortSignal;
};

export type UploadJob = {
  key: string;
  /** Cleared if that object disappears meanwhile. */
  replaces: string | undefined;
  prepared: Prepared;
  crc32s: Crc32s;
  meter: Meter;
  /** Waits for its turn among all requests with a body, and returns the function that ends it. */
  take: (bytes: number) => Promise<() => void>;
  bodyOf: (part: PartRange, crc32: number) => Blob;
};

type UploadJobOptions = Pick<UploadJob, 'key' | 'prepared' | 'take'> & { replaces?: string | undefined };

/** Keeps the file open while `work` runs. */
export const withUploadJob = async <T>(
  { key, replaces, prepared, take }: UploadJobOptions,
  { listener, signal }: UploadContext,
  work: (job: UploadJob) => Promise<T>,
): Promise<T> => {
  const { path, size, kind, identity } = prepared;
  const crc32s =
    (kind === 'video' ? identity.crc32s : undefined) ?? (await sumsOf(path, size, signal)).crc32s;
  const meter = makeMeter((count) => listener.bytes(key, count));
  const whole = await openAsBlob(path);
  const file = await open(path);
  // Nobody else writes to a soundtrack's scratch folder.
  const assertSame = async () => kind === 'video' && (await assertUnchanged(path, identity));
  const bodyOf = (part: PartRange, crc32: number) => asBlob(whole, bodyFrom(file, part, crc32));
  const bodyFrom = (file: FileHandle, { number, from, to }: PartRange, crc32: number) => ({
    file,
    path,
    from,
    to,
    crc32,
    assertUnchanged: async () => void (await assertSame()),
    onSent: (bytes: number) => meter.set(number, bytes),
  });
  try {
    return await work({ key, replaces, prepared, crc32s, meter, take, bodyOf });
  } finally {
    await file.close();
  }
};

/** The condition for writing this job's object. */
export const conditionOf = ({ replaces }: UploadJob) =>
  replaces === undefined ? { IfNoneMatch: '*' } : { IfMatch: `"${replaces}"` };

const asBytes = (crc32: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc32);
  return bytes;
};

/** As S3 wants it: four bytes, big-endian, in base64. */
export const encodeCrc32 = (value: number): string => asBytes(value).toString('base64');

/** The composite sum of an object in parts, for servers without full-object sums: `9oIq2w==-25`. */
export const sumOfSums = (crc32s: number[]): string =>
  `${encodeCrc32(crc32(Buffer.concat(crc32s.map(asBytes))))}-${crc32s.length}`;
