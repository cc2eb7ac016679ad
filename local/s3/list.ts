// ListObjectsV2.
import type { Act } from './bucket.ts';
import { badRequest } from './errors.ts';
import type { S3Request } from './request.ts';
import { byBytes, find } from './store.ts';
import { toXml } from './xml.ts';

/** S3's maximum. */
const MOST_IN_PAGE = 1_000;

const pageSize = (text: string | null): number => {
  if (!/^\d+$/.test(text ?? '0')) throw badRequest('InvalidArgument', 'Provided max-keys not an integer');
  return Math.min(Number(text ?? MOST_IN_PAGE), MOST_IN_PAGE);
};

/** With `encoding-type=url`, for keys that XML cannot hold. */
const encoderOf = ({ query }: S3Request): ((text: string) => string) => {
  const type = query.get('encoding-type');
  if (type === null) return (text) => text;
  if (type === 'url') return (text) => encodeURIComponent(text).replaceAll('%2F', '/');
  throw badRequest('InvalidArgument', 'Invalid Encoding Method specified in Request');
};

export const listObjects: Act = async (request, bucket) => {
  const { query } = request;
  const [prefix, delimiter] = [query.get('prefix') ?? '', query.get('delimiter') ?? ''];
  const token = query.get('continuation-token');
  const startAfter = query.get('start-after');
  const most = pageSize(query.get('max-keys'));
  const encoded = encoderOf(request);
  const after = token === null ? (startAfter ?? '') : tokenAsKey(token);
  const all = (await bucket.objects.keys(prefix)).filter((key) => byBytes(key, after) > 0);
  const { names, next } = takePage(all, { prefix, delimiter, after, most });
  const keys = names.filter((name) => !name.isPrefix).map(({ name }) => name);
  const found = await Promise.all(
    keys.map(async (key) => ({ key, object: await bucket.turn(key, () => find(bucket.objects, key)) })),
  );
  const Contents = found.flatMap(({ key, object }) =>
    object
      ? [
          {
            Key: encoded(key),
            LastModified: object.modified.toISOString(),
            ETag: `"${object.etag}"`,
            Size: object.size,
            StorageClass: object.headers['x-amz-storage-class'] ?? 'STANDARD',
          },
        ]
      : [],
  );
  const CommonPrefixes = names.flatMap(({ name, isPrefix }) => (isPrefix ? [{ Prefix: encoded(name) }] : []));
  const body = toXml('ListBucketResult', {
    Name: bucket.name,
    Prefix: encoded(prefix),
    Delimiter: delimiter === '' ? undefined : encoded(delimiter),
    EncodingType: query.get('encoding-type') ?? undefined,
    MaxKeys: most,
    KeyCount: Contents.length + CommonPrefixes.length,
    IsTruncated: next !== undefined,
    ContinuationToken: token ?? undefined,
    NextContinuationToken: next && keyAsToken(next),
    StartAfter: startAfter === null ? undefined : encoded(startAfter),
    Contents,
    CommonPrefixes,
  });
  return { status: 200, headers: {}, body };
};

const keyAsToken = (key: string): string => Buffer.from(key).toString('base64url');
const tokenAsKey = (token: string): string => Buffer.from(token, 'base64url').toString();

type Name = { name: string; isPrefix: boolean };
type PageOptions = { prefix: string; delimiter: string; after: string; most: number };

/** Keys and common prefixes together; `next` is the last of them if there are more. */
const takePage = (keys: string[], { prefix, delimiter, after, most }: PageOptions) => {
  const names: Name[] = [];
  for (const key of keys) {
    const at = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    const name = at < 0 ? key : key.slice(0, at + delimiter.length);
    const last = names.at(-1)?.name ?? after;
    // It was on this page, or on one before.
    if (at >= 0 && last.startsWith(name)) continue;
    if (names.length === most) return { names, next: most === 0 ? undefined : last };
    names.push({ name, isPrefix: at >= 0 });
  }
  return { names, next: undefined };
};
