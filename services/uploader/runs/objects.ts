// Which of many objects a bucket has, without a request for each. Gives ETags and sizes, no contents.
import pLimit from 'p-limit';
import { type Bucket, plainEtag } from '../../shared/aws/bucket.ts';

/** So few are asked for one by one: the bucket may hold a hundred thousand others. */
const FEW = 40;
const HEADS_AT_ONCE = 10;

export type ObjectVersion = { etag: string; size: number };

/** Those of the names that are there. */
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

/** The deepest folder, with its slash, that all names lie below; '' for the bucket itself. */
export const commonFolder = (names: string[]): string => {
  const sorted = names.toSorted();
  const [first = '', last = ''] = [sorted[0], sorted.at(-1)];
  let length = 0;
  while (length < first.length && first[length] === last[length]) length += 1;
  return first.slice(0, first.slice(0, length).lastIndexOf('/') + 1);
};
