// What S3 refuses, sent over plain HTTP, because an SDK would not send it.
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type LocalS3, openLocalS3 } from '../../../../local/s3/open.ts';

const MD5 = createHash('md5').update('hello').digest('base64');
const CHUNKED = { 'content-encoding': 'aws-chunked', 'x-amz-decoded-content-length': '5' };

let folder: string;
let local: LocalS3;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'refusals-'));
  local = await openLocalS3(folder, ['videos']);
  await ask('PUT', '/videos/there', { body: 'hello' });
});
afterAll(async () => {
  local.close();
  await rm(folder, { recursive: true });
});

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
    ['Content-MD5', { 'content-md5': MD5 }],
    ['CRC32', { 'x-amz-checksum-crc32': 'NhCmhg==' }],
    ['CRC32C', { 'x-amz-checksum-crc32c': 'mnG7TA==' }],
    ['CRC64NVME', { 'x-amz-checksum-crc64nvme': 'M3eFcAZSQlc=' }],
    ['SHA-1', { 'x-amz-checksum-sha1': createHash('sha1').update('hello').digest('base64') }],
    ['SHA-256', { 'x-amz-checksum-sha256': createHash('sha256').update('hello').digest('base64') }],
    [
      'SHA-256 of the request',
      { 'x-amz-content-sha256': createHash('sha256').update('hello').digest('hex') },
    ],
  ])('is accepted with its own %s, and refused with that of another body', async (_name, headers) => {
    expect(await ask('PUT', '/videos/a', { body: 'hello', headers })).toMatchObject({ status: 200 });
    const { status, code } = await ask('PUT', '/videos/a', { body: 'hullo', headers });
    expect(status).toBe(400);
    expect(code).toMatch(/^(BadDigest|XAmzContentSHA256Mismatch)$/);
    expect((await ask('GET', '/videos/a')).text).toBe('hello');
  });

  it.each<[string, number, string, Asked]>([
    ['an impossible Content-MD5', 400, 'InvalidDigest', { headers: { 'content-md5': 'short' } }],
    ['an impossible checksum', 400, 'InvalidRequest', { headers: { 'x-amz-checksum-crc32': 'nonsense' } }],
    [
      'two checksums',
      400,
      'InvalidRequest',
      { headers: { 'x-amz-checksum-crc32': 'NhCmhg==', 'x-amz-checksum-crc32c': 'mnG7TA==' } },
    ],
    [
      'an algorithm without a checksum',
      400,
      'InvalidRequest',
      { headers: { 'x-amz-sdk-checksum-algorithm': 'CRC32' } },
    ],
    ['If-None-Match', 412, 'PreconditionFailed', { headers: { 'if-none-match': '*' } }],
    ['If-Match with another ETag', 412, 'PreconditionFailed', { headers: { 'if-match': '"other"' } }],
    ['too much metadata', 400, 'MetadataTooLarge', { headers: { 'x-amz-meta-a': 'x'.repeat(2_100) } }],
    ['an incomplete encoding', 400, 'IncompleteBody', { body: '9\r\nhello\r\n0\r\n\r\n', headers: CHUNKED }],
    ['another inner length', 400, 'IncompleteBody', { body: '3\r\nhel\r\n0\r\n\r\n', headers: CHUNKED }],
    [
      'a missing trailer',
      400,
      'MalformedTrailerError',
      { body: '5\r\nhello\r\n0\r\n\r\n', headers: { ...CHUNKED, 'x-amz-trailer': 'x-amz-checksum-crc32' } },
    ],
    [
      'a wrong trailer',
      400,
      'BadDigest',
      {
        body: '5\r\nhello\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n',
        headers: { ...CHUNKED, 'x-amz-trailer': 'x-amz-checksum-crc32' },
      },
    ],
    [
      'no decoded length',
      411,
      'MissingContentLength',
      { body: '5\r\nhello\r\n0\r\n\r\n', headers: { 'content-encoding': 'aws-chunked' } },
    ],
  ])('with %s is refused, and the object stays', async (_what, status, code, asked) => {
    expect(await ask('PUT', '/videos/there', { body: 'new', ...asked })).toMatchObject({ status, code });
    expect((await ask('GET', '/videos/there')).text).toBe('hello');
  });

  it('is decoded together with its trailer', async () => {
    const headers = {
      ...CHUNKED,
      'content-encoding': 'aws-chunked,gzip',
      'x-amz-trailer': 'x-amz-checksum-crc32',
    };
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

  it.each<[string, string, (one: string, two: string) => [number, string][]]>([
    [
      'parts in another order',
      'InvalidPartOrder',
      (one, two) => [
        [2, two],
        [1, one],
      ],
    ],
    [
      'a part twice',
      'InvalidPartOrder',
      (one) => [
        [1, one],
        [1, one],
      ],
    ],
    [
      'a part that never arrived',
      'InvalidPart',
      (one) => [
        [1, one],
        [3, one],
      ],
    ],
    ['a part with another ETag', 'InvalidPart', () => [[1, '"other"']]],
    [
      'a small part before the last',
      'EntityTooSmall',
      (one, two) => [
        [1, one],
        [2, two],
      ],
    ],
    ['no part', 'MalformedXML', () => []],
  ])('is refused with %s: %s', async (_what, code, parts) => {
    const id = await upload();
    const [one, two] = [await part(id, 1, 'one'), await part(id, 2, 'two')];

    expect(await end(id, parts(one, two))).toMatchObject({ status: 400, code });
    expect(await end(id, [[2, two]])).toMatchObject({ status: 200 });
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
