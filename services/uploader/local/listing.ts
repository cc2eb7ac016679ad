// Lists of more than 1,000 objects from the S3 server of this machine: its tokens for a next page are encrypted
// with DES, which OpenSSL 3 does not have, so it gives all in one page, as no S3 does and every client takes.
import type S3rver from '@20minutes/s3rver';
import pLimit from 'p-limit';

/** Files of a system that may be open at once are few, and the server would open all of a page. */
const READS_AT_ONCE = 64;

export const listInOnePage = ({ store }: S3rver): void => {
  const listObjects = store.listObjects.bind(store);
  const getMetadata = store.getMetadata.bind(store);
  const limit = pLimit(READS_AT_ONCE);
  store.listObjects = (bucket, options) =>
    listObjects(bucket, { ...options, maxKeys: Number.POSITIVE_INFINITY });
  store.getMetadata = (bucket, key) => limit(() => getMetadata(bucket, key));
};
