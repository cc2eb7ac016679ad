// Lists of objects from the S3 server of this machine, mended. Its tokens for a next page are encrypted with DES, which
// OpenSSL 3 does not have: all come in one page, as no S3 does and every client takes. And it escapes its answers twice.
import type S3rver from '@20minutes/s3rver';
import pLimit from 'p-limit';

/** Files of a system that may be open at once are few, and the server would open all of a page. */
const READS_AT_ONCE = 64;

/** `&` in a key arrives as `&amp;amp;`. */
const ESCAPED_TWICE = /&amp;(amp|lt|gt|quot|apos|#x?[\da-f]+);/gi;

export const mendLists = (s3rver: S3rver): void => {
  listInOnePage(s3rver);
  s3rver.middleware.unshift(async (context, next) => {
    await next();
    if (typeof context.body === 'string') context.body = context.body.replace(ESCAPED_TWICE, '&$1;');
  });
};

const listInOnePage = ({ store }: S3rver): void => {
  const listObjects = store.listObjects.bind(store);
  const getMetadata = store.getMetadata.bind(store);
  const limit = pLimit(READS_AT_ONCE);
  store.listObjects = (bucket, options) =>
    listObjects(bucket, { ...options, maxKeys: Number.POSITIVE_INFINITY });
  store.getMetadata = (bucket, key) => limit(() => getMetadata(bucket, key));
};
