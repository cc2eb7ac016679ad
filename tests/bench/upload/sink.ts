// An S3 that counts and forgets: it answers what uploads ask for as S3 does, checks nothing and keeps no contents, so
// that the fastest contender is not slowed by it. For measuring only; `npm run s3` is the one that keeps what it gets.
import { createHash, randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { parseRequest, type Wanted } from '../../fixtures/flaky-s3/request.ts';
import { type Body, readBody } from './sink-body.ts';
import * as xml from './sink-xml.ts';

export type Kept = { size: number; etag: string; headers: Record<string, string>; body: Buffer };
export type KeptPart = { number: number; size: number; etag: string; crc32: string };
export type KeptUpload = {
  id: string;
  key: string;
  headers: Record<string, string>;
  parts: Map<number, KeptPart>;
};

type Bucket = { objects: Map<string, Kept>; uploads: Map<string, KeptUpload> };
type Answer = { status?: number; headers?: Record<string, string>; body?: string | Buffer };
type Asked = Wanted & { method: string; query: URLSearchParams; headers: IncomingHttpHeaders; body: Body };

const newEtag = (): string => `"${randomBytes(16).toString('hex')}"`;

/** Metadata, and the sums that the client states. */
const keptHeaders = (headers: IncomingHttpHeaders): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      /^x-amz-(meta-|checksum-crc32$)/.test(name) && typeof value === 'string' ? [[name, value]] : [],
    ),
  );

export const makeSink = () => {
  const buckets = new Map<string, Bucket>();
  const bucketOf = (name: string): Bucket => {
    const bucket = buckets.get(name) ?? { objects: new Map(), uploads: new Map() };
    buckets.set(name, bucket);
    return bucket;
  };

  const put = ({ bucket, key, headers, body }: Asked): Answer => {
    const etag = newEtag();
    const kept = { ...keptHeaders(headers), ...(body.crc32 && { 'x-amz-checksum-crc32': body.crc32 }) };
    bucketOf(bucket).objects.set(key, { size: body.size, etag, headers: kept, body: body.start });
    return { headers: { etag } };
  };

  const create = ({ bucket, key, headers }: Asked): Answer => {
    const id = randomBytes(16).toString('hex');
    bucketOf(bucket).uploads.set(id, { id, key, headers: keptHeaders(headers), parts: new Map() });
    return { body: xml.created(bucket, key, id) };
  };

  const uploadPart = ({ bucket, uploadId, part: number, body }: Asked): Answer => {
    const upload = bucketOf(bucket).uploads.get(uploadId);
    if (!upload) return noSuchUpload;
    const part = { number, size: body.size, etag: newEtag(), crc32: body.crc32 };
    upload.parts.set(number, part);
    return { headers: { etag: part.etag } };
  };

  const complete = ({ bucket, key, uploadId, headers }: Asked): Answer => {
    const { objects, uploads } = bucketOf(bucket);
    const upload = uploads.get(uploadId);
    if (!upload) return noSuchUpload;
    const size = [...upload.parts.values()].reduce((sum, part) => sum + part.size, 0);
    const etag = `"${createHash('md5').update(uploadId).digest('hex')}-${upload.parts.size}"`;
    const kept = { ...upload.headers, ...keptHeaders(headers) };
    objects.set(key, { size, etag, headers: kept, body: Buffer.alloc(0) });
    uploads.delete(uploadId);
    return { body: xml.completed(bucket, key, etag, kept['x-amz-checksum-crc32']) };
  };

  const read = ({ bucket, key, method }: Asked): Answer => {
    const kept = bucketOf(bucket).objects.get(key);
    if (!kept) return { status: 404, body: xml.error('NoSuchKey') };
    const { size, etag, headers, body } = kept;
    const about = { ...headers, etag, 'last-modified': new Date().toUTCString() };
    return method === 'HEAD'
      ? { headers: { ...about, 'content-length': String(size) } }
      : { headers: about, body };
  };

  const ofBucket = ({ bucket, method, query }: Asked): Answer => {
    if (method !== 'GET') return {};
    const page = { prefix: query.get('prefix') ?? '', after: query.get('continuation-token') ?? '' };
    return { body: xml.listed(bucket, bucketOf(bucket).objects, page) };
  };

  const actions: Record<Wanted['operation'], (asked: Asked) => Answer> = {
    PutObject: put,
    CreateMultipartUpload: create,
    UploadPart: uploadPart,
    CompleteMultipartUpload: complete,
    AbortMultipartUpload: ({ bucket, uploadId }) => {
      bucketOf(bucket).uploads.delete(uploadId);
      return { status: 204 };
    },
    ListParts: ({ bucket, key, uploadId }) => {
      const upload = bucketOf(bucket).uploads.get(uploadId);
      return upload ? { body: xml.parts(bucket, key, uploadId, [...upload.parts.values()]) } : noSuchUpload;
    },
    ListMultipartUploads: ({ bucket, query }) => {
      const uploads = [...bucketOf(bucket).uploads.values()];
      const prefix = query.get('prefix') ?? '';
      return {
        body: xml.uploads(
          bucket,
          uploads.filter(({ key }) => key.startsWith(prefix)),
        ),
      };
    },
    HeadObject: read,
    GetObject: read,
    DeleteObject: ({ bucket, key }) => {
      bucketOf(bucket).objects.delete(key);
      return { status: 204 };
    },
    Other: ofBucket,
  };

  return {
    listener: async (request: IncomingMessage, response: ServerResponse, onBytes: OnBytes): Promise<void> => {
      const { method = 'GET', url = '/', headers } = request;
      const wanted = parseRequest(method, url);
      const { searchParams: query } = new URL(url, 'http://s3');
      const body = await readBody(request, onBytes);
      const answer = actions[wanted.operation]({ ...wanted, method, query, headers, body });
      send(response, answer);
    },
    /** In whole parts and objects. */
    storedBytes: (): number => [...buckets.values()].reduce((sum, bucket) => sum + bytesOf(bucket), 0),
  };
};

export type OnBytes = (request: IncomingMessage, bytes: number) => void;

const noSuchUpload: Answer = { status: 404, body: xml.error('NoSuchUpload') };

const bytesOf = ({ objects, uploads }: Bucket): number => {
  const parts = [...uploads.values()].flatMap((upload) => [...upload.parts.values()]);
  return [...objects.values(), ...parts].reduce((sum, { size }) => sum + size, 0);
};

const send = (response: ServerResponse, { status = 200, headers = {}, body = '' }: Answer): void => {
  const length = headers['content-length'] ?? Buffer.byteLength(body);
  response.writeHead(status, { ...headers, 'content-length': length, 'x-amz-request-id': 'sink' }).end(body);
};
