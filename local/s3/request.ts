// Finds the S3 operation of a request in path style: `PUT /videos/week1/a.mp4?partNumber=2&uploadId=x`.
import type { IncomingHttpHeaders } from 'node:http';
import { badRequest, S3Error } from './errors.ts';

type Known = [operation: Operation, method: string, needs: string[], takes?: string[]];

const PAGES = ['prefix', 'encoding-type'];
const LIST = ['delimiter', 'max-keys', 'continuation-token', 'start-after', 'fetch-owner', ...PAGES];

/** Operations by method and required query parameters, then optional ones. */
const OF_SERVICE: Known[] = [['ListBuckets', 'GET', []]];
const OF_BUCKET: Known[] = [
  ['HeadBucket', 'HEAD', []],
  ['GetBucketLocation', 'GET', ['location']],
  ['ListObjectsV2', 'GET', ['list-type'], LIST],
  ['ListMultipartUploads', 'GET', ['uploads'], PAGES],
  ['DeleteObjects', 'POST', ['delete']],
];
const OF_OBJECT: Known[] = [
  ['PutObject', 'PUT', []],
  ['UploadPart', 'PUT', ['uploadId', 'partNumber']],
  ['CreateMultipartUpload', 'POST', ['uploads']],
  ['CompleteMultipartUpload', 'POST', ['uploadId']],
  ['AbortMultipartUpload', 'DELETE', ['uploadId']],
  ['ListParts', 'GET', ['uploadId']],
  ['DeleteObject', 'DELETE', []],
  ['HeadObject', 'HEAD', []],
  ['GetObject', 'GET', []],
];

export type Operation =
  | 'ListBuckets'
  | 'HeadBucket'
  | 'GetBucketLocation'
  | 'ListObjectsV2'
  | 'ListMultipartUploads'
  | 'DeleteObjects'
  | 'PutObject'
  | 'UploadPart'
  | 'CreateMultipartUpload'
  | 'CompleteMultipartUpload'
  | 'AbortMultipartUpload'
  | 'ListParts'
  | 'DeleteObject'
  | 'HeadObject'
  | 'GetObject';

export type S3Request = {
  operation: Operation;
  bucket: string;
  key: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: AsyncIterable<Buffer>;
};

type Addressed = Omit<S3Request, 'headers' | 'body'>;

const LONGEST_KEY_BYTES = 1_024;

/** @throws {S3Error} 501 if this server does not support it. */
export const parseRequest = (method: string, url: string, headers: IncomingHttpHeaders): Addressed => {
  const [path = '', text = ''] = url.split(/\?(.*)/s);
  const [, bucket = '', key = ''] = /^\/([^/]*)\/?(.*)$/s.exec(decode(path)) ?? [];
  if (Buffer.byteLength(key) > LONGEST_KEY_BYTES)
    throw badRequest('KeyTooLongError', 'Your key is too long: it may have 1,024 bytes.');
  const query = new URLSearchParams(text);
  const names = [...query.keys()].filter((name) => !/^x-(id$|amz-)/i.test(name));
  const operations = key !== '' ? OF_OBJECT : bucket !== '' ? OF_BUCKET : OF_SERVICE;
  const found = operations.find(
    ([, verb, needs, takes = []]) =>
      verb === method &&
      needs.every((name) => names.includes(name)) &&
      names.every((name) => [...needs, ...takes].includes(name)),
  );
  if (found && headers['x-amz-copy-source'] === undefined) return { operation: found[0], bucket, key, query };
  const what = `${method} ${names.length > 0 ? `with ?${names.join('&')}` : 'of this kind'}`;
  throw new S3Error(501, 'NotImplemented', `The S3 server of this machine does not know ${what}.`);
};

const decode = (path: string): string => {
  try {
    return decodeURIComponent(path);
  } catch {
    throw badRequest('InvalidURI', "Couldn't parse the specified URI.");
  }
};

/** A header that may occur once. */
export const requestHeaderOf = ({ headers }: Pick<S3Request, 'headers'>, name: string): string | undefined =>
  headers[name]?.toString();
