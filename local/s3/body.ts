// Checks a request's body against its headers as it arrives: length, Content-MD5, checksums, SHA-256.
import { randomBytes } from 'node:crypto';
import { ALGORITHMS, digestOf, hashed, isSum, makeSum, type Sum } from './checksums.ts';
import { decodeChunked } from './chunked.ts';
import { badRequest, invalidRequest, S3Error } from './errors.ts';
import { requestHeaderOf, type S3Request } from './request.ts';
import type { Checksum } from './store.ts';

/** S3's limit for a single request. */
const MOST_BYTES = 5 * 1_024 ** 3;

export type SentSum = Pick<Checksum, 'algorithm' | 'value'>;
export type Body = {
  /** @throws {S3Error} if they do not match the headers, at the latest after the last byte. */
  bytes: AsyncIterable<Buffer>;
  /** Call it once all bytes have been read. */
  sums: () => { etag: string; checksum: Checksum | undefined };
};

export type BodyOptions = {
  /** Trusts the client, so that no sum has to be computed. */
  isTrusting?: boolean;
  /** A checksum that is computed in any case. */
  algorithm?: string | undefined;
};

/** @throws {S3Error} if the headers alone are wrong. */
export const openBody = (request: S3Request, { isTrusting = false, algorithm }: BodyOptions = {}): Body => {
  const claimed = claimsOf(request);
  const name = claimed.algorithm ?? algorithm;
  const md5 = isTrusting ? undefined : hashed('md5');
  const checksum = isTrusting || !name ? undefined : makeSum(name);
  const sha256 = isTrusting || !claimed.sha256 ? undefined : hashed('sha256');
  const running = [md5, checksum, sha256].filter((sum) => sum !== undefined);
  let value = claimed.checksum;
  let made: { etag: string; checksum: Checksum | undefined } | undefined;

  const verify = async (): Promise<void> => {
    if (claimed.algorithm && value === undefined)
      throw badRequest('MalformedTrailerError', `The trailer x-amz-checksum-${name} is missing.`);
    const etag = md5 ? await digestOf(md5, 'hex') : randomBytes(16).toString('hex');
    if (md5) compare('Content-MD5', claimed.md5, Buffer.from(etag, 'hex').toString('base64'));
    const own = checksum && (await digestOf(checksum, 'base64'));
    compare(`x-amz-checksum-${name}`, value, own);
    if (sha256) compare('x-amz-content-sha256', claimed.sha256, await digestOf(sha256, 'hex'));
    const kept = own ?? value;
    made = {
      etag,
      checksum: name && kept ? { algorithm: name, type: 'FULL_OBJECT', value: kept } : undefined,
    };
  };

  async function* bytes(): AsyncGenerator<Buffer> {
    const onTrailer = (header: string, text: string) => {
      if (header === `x-amz-checksum-${name}`) value = text;
    };
    const source = claimed.isChunked ? decodeChunked(request.body, onTrailer) : request.body;
    yield* measured(source, claimed.length, running);
    await verify();
  }

  const sums = () => {
    if (made) return made;
    throw new Error('The body has not arrived yet.');
  };
  return { bytes: bytes(), sums };
};

/** For small bodies: XML. */
export const readText = async (request: S3Request): Promise<string> => {
  if (Number(requestHeaderOf(request, 'content-length') ?? 0) > MOST_TEXT_BYTES)
    throw badRequest('MaxMessageLengthExceeded', 'Your request was too big.');
  return Buffer.concat(await Array.fromAsync(openBody(request).bytes)).toString();
};

const MOST_TEXT_BYTES = 4 * 1_024 ** 2;

/** Passes bytes on while counting and summing them. */
async function* measured(source: AsyncIterable<Buffer>, length: number, sums: Sum[]): AsyncGenerator<Buffer> {
  let size = 0;
  for await (const chunk of source) {
    size += chunk.length;
    if (size > length) break;
    for (const sum of sums) sum.update(chunk);
    yield chunk;
  }
  if (size !== length)
    throw badRequest('IncompleteBody', 'The body has not as many bytes as its headers say.');
}

const compare = (header: string, claimed: string | undefined, own: string | undefined): void => {
  if (claimed === undefined || own === undefined || claimed === own) return;
  const code = header === 'x-amz-content-sha256' ? 'XAmzContentSHA256Mismatch' : 'BadDigest';
  throw badRequest(code, `The ${header} you specified did not match the calculated checksum.`);
};

/** The checks that the headers ask for. */
const claimsOf = (request: S3Request) => {
  const header = (name: string) => requestHeaderOf(request, name);
  const sha256 = header('x-amz-content-sha256') ?? '';
  const isChunked = /aws-chunked/.test(header('content-encoding') ?? '') || sha256.startsWith('STREAMING-');
  const length = header(isChunked ? 'x-amz-decoded-content-length' : 'content-length');
  if (length === undefined)
    throw new S3Error(411, 'MissingContentLength', 'You must provide the Content-Length HTTP header.');
  if (Number(length) > MOST_BYTES)
    throw badRequest('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size.');
  const md5 = header('content-md5');
  if (md5 !== undefined && Buffer.from(md5, 'base64').length !== 16)
    throw badRequest('InvalidDigest', 'The Content-MD5 you specified is not valid.');
  return {
    isChunked,
    length: Number(length),
    md5,
    sha256: /^[\da-f]{64}$/.test(sha256) ? sha256 : undefined,
    ...claimedChecksum(request),
  };
};

/** In a header, or announced for the trailer. */
const claimedChecksum = (request: S3Request): { algorithm?: string; checksum?: string } => {
  // Here it is the checksum of the object, not of the request's body.
  if (request.operation === 'CompleteMultipartUpload') return {};
  const [sent, more] = sumsIn(request);
  if (more) throw invalidRequest('Expecting a single x-amz-checksum- header.');
  if (sent) return { algorithm: sent.algorithm, checksum: sent.value };
  const trailer = /^x-amz-checksum-(\w+)$/.exec(
    requestHeaderOf(request, 'x-amz-trailer')?.toLowerCase() ?? '',
  )?.[1];
  if (trailer) return { algorithm: trailer };
  if (requestHeaderOf(request, 'x-amz-sdk-checksum-algorithm'))
    throw invalidRequest(
      'x-amz-sdk-checksum-algorithm specified, but no x-amz-checksum-* header or trailer.',
    );
  return {};
};

/** @throws {S3Error} if a value cannot be a checksum of its kind. */
export const sumsIn = (request: Pick<S3Request, 'headers'>): SentSum[] =>
  ALGORITHMS.flatMap((algorithm) => {
    const value = requestHeaderOf(request, `x-amz-checksum-${algorithm}`);
    if (value === undefined) return [];
    if (!isSum(algorithm, value))
      throw invalidRequest(`Value for x-amz-checksum-${algorithm} header is invalid.`);
    return [{ algorithm, value }];
  });
