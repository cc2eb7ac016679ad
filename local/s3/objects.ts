// PutObject, GetObject, HeadObject, DeleteObject, DeleteObjects.
import { z } from 'zod';
import { type BodyOptions, openBody, readText } from './body.ts';
import type { Act, Created, StoredBucket } from './bucket.ts';
import { assertMayWrite, isConditional, isUnchanged } from './conditions.ts';
import { badRequest, invalidRequest, noSuchKey, S3Error } from './errors.ts';
import { requestHeaderOf, type S3Request } from './request.ts';
import { type About, type Checksum, type Draft, find, type Stored, withDraft } from './store.ts';
import { fromXml, toXml } from './xml.ts';

export type Writing = BodyOptions & { onCreated: (created: Created) => void };

const KEPT =
  /^(cache-control|content-(disposition|encoding|language|type)|expires|x-amz-(meta-.*|storage-class|website-redirect-location))$/;
const MOST_METADATA_BYTES = 2_048;

/** The headers that S3 returns with the object. @throws {S3Error} */
export const keptHeaders = (request: S3Request): Record<string, string> => {
  const kept = Object.keys(request.headers)
    .filter((name) => KEPT.test(name))
    .map((name) => [name, requestHeaderOf(request, name) ?? ''] as const)
    // aws-chunked only describes the transfer.
    .map(([name, value]) => [name, name === 'content-encoding' ? value.replace(CHUNKED, '') : value] as const)
    .filter(([, value]) => value !== '');
  const metadata = kept
    .filter(([name]) => name.startsWith('x-amz-meta-'))
    .map(([name, value]) => name.slice(11) + value);
  if (Buffer.byteLength(metadata.join('')) > MOST_METADATA_BYTES)
    throw badRequest('MetadataTooLarge', 'Your metadata headers exceed the maximum allowed metadata size.');
  return Object.fromEntries(kept);
};

const CHUNKED = /\s*aws-chunked\s*,?/;

/** Checks the condition and writes in one turn. @throws {S3Error} */
export const putUnder = (
  request: S3Request,
  { objects, turn }: StoredBucket,
  draft: Draft,
  about: About,
): Promise<void> =>
  turn(request.key, async () => {
    if (isConditional(request.headers))
      assertMayWrite(request.headers, (await find(objects, request.key))?.etag);
    await draft.put(request.key, about);
  });

export const makePutObject =
  ({ onCreated, ...options }: Writing): Act =>
  async (request, bucket) => {
    const { key } = request;
    const headers = keptHeaders(request);
    const body = openBody(request, options);
    return withDraft(bucket.objects, body.bytes, async (draft) => {
      const { etag, checksum } = body.sums();
      await putUnder(request, bucket, draft, { etag, headers, checksum });
      onCreated({ bucket: bucket.name, key, time: new Date().toISOString() });
      return { status: 200, headers: { etag: `"${etag}"`, ...checksumHeaders(checksum) } };
    });
  };

export const checksumHeaders = (checksum: Checksum | undefined): Record<string, string> =>
  checksum
    ? { [`x-amz-checksum-${checksum.algorithm}`]: checksum.value, 'x-amz-checksum-type': checksum.type }
    : {};

/** GET, and HEAD without the body. */
export const getObject: Act = async (request, { objects, turn }) => {
  const object = await turn(request.key, () => objects.open(request.key));
  if (!object) throw noSuchKey();
  let isRead = false;
  try {
    const headers = headersOf(object, request);
    if (isUnchanged(request.headers, object.etag)) return { status: 304, headers };
    const { size } = object;
    const range = rangeOf(requestHeaderOf(request, 'range'), size);
    const { from, to } = range ?? { from: 0, to: size };
    if (range) headers['content-range'] = `bytes ${from}-${to - 1}/${size}`;
    headers['content-length'] = String(to - from);
    const status = range ? 206 : 200;
    isRead = request.operation === 'GetObject';
    return isRead ? { status, headers, body: object.read(from, to) } : { status, headers };
  } finally {
    if (!isRead) await object.close();
  }
};

const headersOf = (
  { etag, headers, modified, checksum }: Stored,
  request: S3Request,
): Record<string, string> => {
  // There is no checksum for a part of the object.
  const isAsked =
    requestHeaderOf(request, 'x-amz-checksum-mode') === 'ENABLED' && !requestHeaderOf(request, 'range');
  return {
    'content-type': 'binary/octet-stream',
    ...headers,
    ...(isAsked && checksumHeaders(checksum)),
    'accept-ranges': 'bytes',
    'last-modified': modified.toUTCString(),
    etag: `"${etag}"`,
  };
};

/** `bytes=0-99`, `bytes=100-`, `bytes=-100`; S3 ignores anything else, too. @throws {S3Error} */
const rangeOf = (header: string | undefined, size: number): { from: number; to: number } | undefined => {
  const [found, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (found === undefined || first + last === '' || (first !== '' && last !== '' && +last < +first))
    return undefined;
  const from = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const to = first === '' || last === '' ? size : Math.min(size, Number(last) + 1);
  if (from >= size || from >= to)
    throw new S3Error(416, 'InvalidRange', 'The requested range is not satisfiable.');
  return { from, to };
};

export const deleteObject: Act = async ({ key, headers }, { objects, turn }) => {
  await turn(key, async () => {
    if (isConditional(headers)) assertMayWrite(headers, (await find(objects, key))?.etag);
    await objects.remove(key);
  });
  return { status: 204, headers: {} };
};

const Named = z.object({ Key: z.string().min(1) });
const Delete = z.object({
  Delete: z.object({
    Object: z.union([Named.transform((one) => [one]), z.array(Named).max(1_000)]),
    Quiet: z.string().optional(),
  }),
});

export const deleteObjects: Act = async (request, { objects, turn }) => {
  const text = await readText(request);
  if (!/content-md5|x-amz-checksum-|x-amz-trailer/.test(Object.keys(request.headers).join()))
    throw invalidRequest('Missing required header for this request: Content-MD5 OR x-amz-checksum-*');
  const { Object: named, Quiet } = fromXml(text, Delete).Delete;
  for (const { Key } of named) await turn(Key, () => objects.remove(Key));
  return {
    status: 200,
    headers: {},
    body: toXml('DeleteResult', Quiet === 'true' ? '' : { Deleted: named }),
  };
};
