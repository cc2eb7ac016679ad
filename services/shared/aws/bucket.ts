// One S3 bucket, as the steps and the uploader use it. Not for a user's files: see `uploader/send/`.
import type { S3Client } from '@aws-sdk/client-s3';
import { makeReads } from './bucket/reads.ts';
import { makeRemovals } from './bucket/removals.ts';
import { makeWrites } from './bucket/writes.ts';

export { type ObjectInfo, plainEtag } from './bucket/reads.ts';

export type Bucket = ReturnType<typeof makeBucket>;

/** All functions throw the SDK's errors; a missing object is `undefined`, never an error. */
export const makeBucket = (s3: S3Client, name: string) => {
  const reads = makeReads(s3, name);
  return { name, ...reads, ...makeWrites(s3, name, reads), ...makeRemovals(s3, name, reads) };
};
