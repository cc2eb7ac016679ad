// Finds which of many objects exist in a bucket, without a request for each. Returns ETags and sizes, not contents.
import pLimit from 'p-limit';
import { type Bucket, plainEtag } from '../../shared/aws/bucket.ts';

/** Up to this many are asked for one by one: the bucket may hold a hundred thousand others. */
const FEW = 40;
const HEADS_AT_ONCE = 10;

export type ObjectVersion = { etag: string; size: number };

/** Returns those of the names that exist. */
export const findObjects = async (bucket: Bucket, names: string[]): Promise<Map<string, ObjectVersion>> => {
  const found = new Map<string, ObjectVersion>();
  if (names.length <= FEW) {
    const limit = pLimit(HEADS_AT_ONCE);
    const ask = async (name: string) => {
      const object = await bucket.head(name);
      if (object) found.set(name, { etag: object.etag, size: object.size });
    };
    await Promise.all(names.map((name) => limit(() => ask(name))));
    return found;
  }
  const wanted = new Set(names);
  for await (const { Key, Etag, Size } of bucket.list(commonFolder(names)))
    if (wanted.has(Key)) found.set(Key, { etag: plainEtag(Etag), size: Size });
  return found;
};

/** The deepest folder, with its slash, that contains all names; '' for the bucket itself. */
export const commonFolder = (names: string[]): string => {
  const sorted = names.toSorted();
  const [first = '', last = ''] = [sorted[0], sorted.at(-1)];
  let length = 0;
  while (length < first.length && first[length] === last[length]) length += 1;
  return first.slice(0, first.slice(0, length).lastIndexOf('/') + 1);
};
