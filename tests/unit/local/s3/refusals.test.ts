// What S3 refuses, sent over plain HTTP, because an SDK would not send it.
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type LocalS3, openLocalS3 } from '../../../../local/s3/open.ts';
import { temporaryFolder } from '../../../fixtures/temporary-folder.ts';

const sumOf = (algorithm: string, encoding: 'base64' | 'hex' = 'base64') =>
  createHash(algorithm).update('hello').digest(encoding);
const CRC32 = { 'x-amz-checksum-crc32': 'NhCmhg==' };
const CRC32C = { 'x-amz-checksum-crc32c': 'mnG7TA==' };
const CHUNKED = { 'content-encoding': 'aws-chunked', 'x-amz-decoded-content-length': '5' };
const TRAILER = { ...CHUNKED, 'x-amz-trailer': 'x-amz-checksum-crc32' };

let local: LocalS3;
beforeAll(async () => {
  local = await openLocalS3(temporaryFolder(), ['videos']);
  await ask('PUT', '/videos/there', { body: 'hello' });
});
afterAll(() => local.close());

type Asked = { body?: string; headers?: Record<string, string> };
const ask = async (method: string, path: string, { body, headers = {} }: Asked = {}) => {
  const answer = await fetch(`${local.endpoint}${path}`, {
    method,
    headers,
    ...(body !== undefined && { body }),
  });
  const text = await answer.text();
  const code = /<Code>([^<]+)</.exec(text)?.[1] ?? '';
  return { status: answer.status, code, text, headers: answer.headers };
};
const upload = async (headers: Record<string, string> = {}): Promise<string> => {
  const { text } = await ask('POST', '/videos/in-parts?uploads', { headers });
  return /<UploadId>([^<]+)</.exec(text)?.[1] ?? '';
};
const end = (id: string, parts: [number, string][], headers: Record<string, string> = {}) => {
  const list = parts.map(
    ([number, etag]) => `<Part><PartNumber>${number}</PartNumber><ETag>${etag}</ETag></Part>`,
  );
  const body = `<CompleteMultipartUpload>${list.join('')}</CompleteMultipartUpload>`;
  return ask('POST', `/videos/in-parts?uploadId=${id}`, { body, headers });
};

describe('a body', () => {
  it.each([
    ['Content-MD5', { 'content-md5': sumOf('md5') }],
    ['CRC32', CRC32],
    ['CRC32C', CRC32C],
    ['CRC64NVME', { 'x-amz-checksum-crc64nvme': 'M3eFcAZSQlc=' }],
    ['SHA-1', { 'x-amz-checksum-sha1': sumOf('sha1') }],
    ['SHA-256', { 'x-amz-checksum-sha256': sumOf('sha256') }],
    ['SHA-256 of the request', { 'x-amz-content-sha256': sumOf('sha256', 'hex') }],
  ])('is accepted with its own %s, and refused with that of another body', async (_name, headers) => {
    expect(await ask('PUT', '/videos/a', { body: 'hello', headers })).toMatchObject({ status: 200 });
    const { status, code } = await ask('PUT', '/videos/a', { body: 'hullo', headers });
    expect(status).toBe(400);
    expect(code).toMatch(/^(BadDigest|XAmzContentSHA256Mismatch)$/);
    expect((await ask('GET', '/videos/a')).text).toBe('hello');
  });

  const WRONG_TRAILER = '5\r\nhello\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n';
  it.each<[string, number, string, Asked['headers'], string?]>([
    ['an impossible Content-MD5', 400, 'InvalidDigest', { 'content-md5': 'short' }],
    ['an impossible checksum', 400, 'InvalidRequest', { 'x-amz-checksum-crc32': 'nonsense' }],
    ['two checksums', 400, 'InvalidRequest', { ...CRC32, ...CRC32C }],
    ['an algorithm without a checksum', 400, 'InvalidRequest', { 'x-amz-sdk-checksum-algorithm': 'CRC32' }],
    ['If-None-Match', 412, 'PreconditionFailed', { 'if-none-match': '*' }],
    ['If-Match with another ETag', 412, 'PreconditionFailed', { 'if-match': '"other"' }],
    ['too much metadata', 400, 'MetadataTooLarge', { 'x-amz-meta-a': 'x'.repeat(2_100) }],
    ['an incomplete encoding', 400, 'IncompleteBody', CHUNKED, '9\r\nhello\r\n0\r\n\r\n'],
    ['another inner length', 400, 'IncompleteBody', CHUNKED, '3\r\nhel\r\n0\r\n\r\n'],
    ['a missing trailer', 400, 'MalformedTrailerError', TRAILER, '5\r\nhello\r\n0\r\n\r\n'],
    ['a wrong trailer', 400, 'BadDigest', TRAILER, WRONG_TRAILER],
    ['no decoded length', 411, 'MissingContentLength', { 'content-encoding': 'aws-chunked' }],
  ])('with %s is refused, and the object stays', async (_what, status, code, headers, body = 'new') => {
    expect(await ask('PUT', '/videos/there', { body, ...(headers && { headers }) })).toMatchObject({
      status,
      code,
    });
    expect((await ask('GET', '/videos/there')).text).toBe('hello');
  });

  it('is decoded together with its trailer', async () => {
    const headers = { ...TRAILER, 'content-encoding': 'aws-chunked,gzip' };
    const body = '2;chunk-signature=abc\r\nhe\r\n3\r\nllo\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n';

    expect(await ask('PUT', '/videos/coded', { body, headers })).toMatchObject({ status: 200 });

    const found = await ask('HEAD', '/videos/coded', { headers: { 'x-amz-checksum-mode': 'ENABLED' } });
    expect(found.headers.get('content-length')).toBe('5');
    expect(found.headers.get('content-encoding')).toBe('gzip');
    expect(found.headers.get('x-amz-checksum-crc32')).toBe('NhCmhg==');
  });
});

describe('a request', () => {
  it.each([
    ['GET', '/nowhere/a', 404, 'NoSuchBucket'],
    ['GET', '/videos/nothing', 404, 'NoSuchKey'],
    ['GET', '/videos/%ZZ', 400, 'InvalidURI'],
    ['GET', '/videos/there?tagging', 501, 'NotImplemented'],
    ['PUT', '/videos?versioning', 501, 'NotImplemented'],
    ['GET', '/videos?list-type=2&max-keys=many', 400, 'InvalidArgument'],
    ['POST', '/videos?delete', 400, 'InvalidRequest'],
    ['GET', '/videos/there?uploadId=none', 404, 'NoSuchUpload'],
    ['DELETE', '/videos/there?uploadId=../x', 404, 'NoSuchUpload'],
    ['PUT', '/videos/there?uploadId=none&partNumber=10001', 400, 'InvalidArgument'],
  ])('%s %s is answered with %i %s', async (method, path, status, code) => {
    const answer = await ask(method, path, method === 'PUT' ? { body: '' } : {});
    expect({ ...answer, code: answer.code || code }).toMatchObject({ status, code });
  });

  it('with a key of more than 1,024 bytes is refused', async () => {
    const path = `/videos/${'ü'.repeat(513)}`;
    expect(await ask('PUT', path, { body: '' })).toMatchObject({ status: 400, code: 'KeyTooLongError' });
  });

  it.each([
    ['bytes=0-1', 206, 'he'],
    ['bytes=3-', 206, 'lo'],
    ['bytes=-2', 206, 'lo'],
    ['bytes=3-99', 206, 'lo'],
    ['bytes=2-1', 200, 'hello'],
    ['lines=1-2', 200, 'hello'],
    ['bytes=5-', 416, undefined],
    ['bytes=-0', 416, undefined],
  ])('for %s is answered with %i', async (range, status, text) => {
    const answer = await ask('GET', '/videos/there', { headers: { range } });
    expect(answer.status).toBe(status);
    if (text !== undefined) expect(answer.text).toBe(text);
  });
});

describe('completing an upload', () => {
  const part = async (id: string, number: number, body: string) =>
    (await ask('PUT', `/videos/in-parts?uploadId=${id}&partNumber=${number}`, { body })).headers.get(
      'etag',
    ) ?? '';

  it.each([
    ['parts in another order', 'InvalidPartOrder', '2=two 1=one'],
    ['a part twice', 'InvalidPartOrder', '1=one 1=one'],
    ['a part that never arrived', 'InvalidPart', '1=one 3=one'],
    ['a part with another ETag', 'InvalidPart', '1=other'],
    ['a small part before the last', 'EntityTooSmall', '1=one 2=two'],
    ['no part', 'MalformedXML', ''],
  ])('is refused with %s: %s', async (_what, code, parts) => {
    const id = await upload();
    const etags = new Map([['one', await part(id, 1, 'one')]]).set('two', await part(id, 2, 'two'));
    const list = [...parts.matchAll(/(\d)=(\w+)/g)].map(([, number, body = '']): [number, string] => [
      Number(number),
      etags.get(body) ?? '"other"',
    ]);

    expect(await end(id, list)).toMatchObject({ status: 400, code });
    expect(await end(id, [[2, etags.get('two') ?? '']])).toMatchObject({ status: 200 });
  });

  it('is refused if the whole has another size, checksum or kind of checksum', async () => {
    const whole = { 'x-amz-checksum-algorithm': 'CRC64NVME', 'x-amz-checksum-type': 'FULL_OBJECT' };
    const id = await upload(whole);
    const one = await part(id, 1, 'hello');

    for (const [headers, code] of [
      [{ 'x-amz-mp-object-size': '6' }, 'InvalidRequest'],
      [{ 'x-amz-checksum-crc64nvme': 'AAAAAAAAAAA=' }, 'BadDigest'],
      [{ 'x-amz-checksum-type': 'COMPOSITE' }, 'InvalidRequest'],
    ] as const)
      expect(await end(id, [[1, one]], headers)).toMatchObject({ status: 400, code });
    const done = await end(id, [[1, one]], {
      'x-amz-checksum-crc64nvme': 'M3eFcAZSQlc=',
      'x-amz-mp-object-size': '5',
    });
    expect(done).toMatchObject({ status: 200, text: expect.stringContaining('M3eFcAZSQlc=') });
  });
});
