// The local S3 server: buckets below one folder, which no other process may use while it is open.
import { join } from 'node:path';
import type { Created } from './bucket.ts';
import { openFolder } from './folder.ts';
import { type Served, type ServeOptions, serve } from './http.ts';
import { makeS3, makeStoredBucket, type S3 } from './s3.ts';
import { migrate } from './s3rver-layout.ts';
import { removeOldUploads } from './uploads.ts';

/** As in the lifecycle of a stack's bucket. */
const KEPT_MS = 7 * 24 * 60 * 60_000;

export type LocalS3 = Served & { s3: S3 };
export type BucketsOptions = {
  onCreated?: (created: Created) => void;
  /** Where version 0.3 kept its buckets. */
  earlier?: string;
};

/** @throws if the port is taken. */
export const openLocalS3 = async (
  folder: string,
  names: string[],
  { onCreated, earlier, ...options }: BucketsOptions & ServeOptions = {},
): Promise<LocalS3> => {
  const s3 = await openBuckets(folder, names, {
    ...(onCreated && { onCreated }),
    ...(earlier && { earlier }),
  });
  return { s3, ...(await serve(s3, options)) };
};

/** Objects are files below `<folder>/<bucket>`; everything else about them is in `<folder>/.s3`. */
export const openBuckets = async (
  folder: string,
  names: string[],
  { onCreated = () => {}, earlier }: BucketsOptions = {},
): Promise<S3> => {
  const buckets = await Promise.all(
    names.map(async (name) => {
      const hidden = join(folder, '.s3', name);
      const uploads = await openFolder(join(hidden, 'uploads'), join(hidden, 'of-uploads'));
      return makeStoredBucket(
        name,
        await openFolder(join(folder, name), join(hidden, 'of-objects')),
        uploads,
      );
    }),
  );
  if (earlier) await migrate(earlier, buckets);
  for (const bucket of buckets) await removeOldUploads(bucket, new Date(Date.now() - KEPT_MS));
  return makeS3(buckets, { onCreated });
};
