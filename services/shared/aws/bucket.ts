// An S3 bucket, for the steps and the uploader. The user's files are sent by `uploader/send/`.
import type { S3Client } from '@aws-sdk/client-s3';
import { makeReads } from './bucket/reads.ts';
import { makeRemovals } from './bucket/removals.ts';
import { makeWrites } from './bucket/writes.ts';

export { type ObjectInfo, plainEtag } from './bucket/reads.ts';

export type Bucket = ReturnType<typeof makeBucket>;

/** All functions throw the SDK's errors, except for a missing object, which is `undefined`. */
export const makeBucket = (s3: S3Client, name: string) => {
  const reads = makeReads(s3, name);
  return { name, ...reads, ...makeWrites(s3, name, reads), ...makeRemovals(s3, name, reads) };
};
