// Stores a course's page below a prefix of the transcript bucket.
import { type Bucket, plainEtag } from '../shared/aws/bucket.ts';
import type { PageStore } from '../shared/page/page-store.ts';

/** S3 writes an object completely or not at all. */
export const openPrefix = (bucket: Bucket, prefix: string): PageStore => ({
  async *list() {
    for await (const { Key, Etag } of bucket.list(prefix))
      yield { name: Key.slice(prefix.length), version: plainEtag(Etag) };
  },
  read: async (name) => {
    const text = await bucket.readText(`${prefix}${name}`);
    if (text === undefined) throw new Error(`${prefix}${name} is not in ${bucket.name} any more.`);
    return Buffer.from(text);
  },
  write: (name, body) => bucket.write(`${prefix}${name}`, body.toString('utf8')),
  remove: (name) => bucket.remove(`${prefix}${name}`),
});
