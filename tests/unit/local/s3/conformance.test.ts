// The local S3 server with the AWS SDK: every operation with every kind of key.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type LocalS3, openLocalS3 } from '../../../../local/s3/open.ts';
import { temporaryFolder } from '../../../fixtures/temporary-folder.ts';
import { etagOf } from '../../fakes.ts';

const Bucket = 'videos';
const KEYS = [
  'week1/lesson1/video1.mp4',
  'a b/c+d.mp4',
  '100%/%20.mp4',
  "\"quoted\" & 'it's'?#=.mp4",
  '<a>&amp;</a>.mp4',
  'Füße/日本 👋🏽.mp4',
  'a\\b\n\tc\r.mp4',
  '\u0001\u007f.mp4',
  'x'.repeat(300),
  `${'long/'.repeat(204)}1234`,
  '.hidden/.name',
  '../../escape.mp4',
  'a/../../../b',
  './c',
  '/leading',
  'trailing/',
  'two//slashes',
  'folder',
  'folder/file',
  'Case.mp4',
  'case.mp4',
  '.s3/videos/of-objects/about/x.json',
];

const folder = temporaryFolder();
let local: LocalS3;
let s3: S3Client;
beforeAll(async () => {
  local = await openLocalS3(join(folder, 'inside'), [Bucket]);
  const credentials = { accessKeyId: 'any', secretAccessKey: 'any' };
  const { endpoint } = local;
  s3 = new S3Client({ endpoint, region: 'local', forcePathStyle: true, credentials, maxAttempts: 1 });
});
afterAll(() => {
  s3.destroy();
  local.close();
});

const put = (Key: string, Body: string | Buffer, more = {}) =>
  s3.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));
const get = async (Key: string, more = {}) => {
  const { Body, ...found } = await s3.send(new GetObjectCommand({ Bucket, Key, ...more }));
  return { ...found, text: await Body?.transformToString() };
};
const nameOf = (answer: Promise<unknown>): Promise<string> =>
  answer.then(
    () => 'done',
    (error) => error.name,
  );

describe.each(KEYS)('the key %j', (Key) => {
  it('can be put, read, headed, read by range and deleted', async () => {
    const Metadata = { 'source-size': '5' };

    const { ETag } = await put(Key, 'hello', { Metadata, ContentType: 'video/mp4' });

    expect(ETag).toBe(`"${etagOf('hello')}"`);
    const head = await s3.send(new HeadObjectCommand({ Bucket, Key }));
    expect(head).toMatchObject({ ContentLength: 5, ETag, Metadata, ContentType: 'video/mp4' });
    expect(await get(Key)).toMatchObject({ text: 'hello', Metadata });
    expect(await get(Key, { Range: 'bytes=1-2' })).toMatchObject({ text: 'el', ContentRange: 'bytes 1-2/5' });
    await s3.send(new DeleteObjectCommand({ Bucket, Key }));
    expect(await nameOf(get(Key))).toBe('NoSuchKey');
  });

  it('can be uploaded in parts', async () => {
    const { UploadId } = await s3.send(
      new CreateMultipartUploadCommand({ Bucket, Key, ChecksumAlgorithm: 'CRC32' }),
    );
    const { ETag, ChecksumCRC32 } = await s3.send(
      new UploadPartCommand({ Bucket, Key, UploadId, PartNumber: 1, Body: 'part' }),
    );

    const { Uploads } = await s3.send(new ListMultipartUploadsCommand({ Bucket }));
    const { Parts } = await s3.send(new ListPartsCommand({ Bucket, Key, UploadId }));
    const MultipartUpload = { Parts: [{ PartNumber: 1, ETag, ChecksumCRC32 }] };
    await s3.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload }));

    expect(Uploads).toHaveLength(1);
    expect(Parts).toMatchObject([{ PartNumber: 1, ETag, Size: 4, ChecksumCRC32 }]);
    expect(await get(Key)).toMatchObject({ text: 'part', ETag: expect.stringMatching(/^"[\da-f]{32}-1"$/) });
    await s3.send(new DeleteObjectCommand({ Bucket, Key }));
  });
});

describe('all keys at once', () => {
  it('are listed in the order of their bytes, page by page, and deleted; nothing is written outside the folder', async () => {
    for (const key of KEYS) await put(key, key);
    const sorted = KEYS.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));

    const found: string[] = [];
    for (
      let ContinuationToken: string | undefined, isFirst = true;
      isFirst || ContinuationToken;
      isFirst = false
    ) {
      const page = await s3.send(
        new ListObjectsV2Command({ Bucket, MaxKeys: 5, EncodingType: 'url', ContinuationToken }),
      );
      found.push(...(page.Contents ?? []).map(({ Key = '' }) => decodeURIComponent(Key)));
      ContinuationToken = page.NextContinuationToken;
    }
    const texts = await Promise.all(KEYS.map(async (key) => (await get(key)).text));
    const outside = await readdir(folder);

    expect(found).toEqual(sorted);
    expect(texts).toEqual(KEYS);
    expect(outside).toEqual(['inside']);
    const Objects = KEYS.filter((key) => !key.includes('\u0001')).map((Key) => ({ Key }));
    const { Deleted, Errors } = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    expect(Deleted).toHaveLength(Objects.length);
    expect(Errors).toBeUndefined();
    await s3.send(new DeleteObjectCommand({ Bucket, Key: '\u0001\u007f.mp4' }));
    expect((await s3.send(new ListObjectsV2Command({ Bucket }))).KeyCount).toBe(0);
  });

  it('are grouped by a delimiter, across pages', async () => {
    for (const key of ['a.mp4', 'a/1', 'a/2', 'b/1', 'c', 'd/e/f']) await put(key, '-');
    const list = async (more: object) => {
      const {
        Contents = [],
        CommonPrefixes = [],
        ...page
      } = await s3.send(new ListObjectsV2Command({ Bucket, Delimiter: '/', ...more }));
      const names = [...Contents.map(({ Key }) => Key), ...CommonPrefixes.map(({ Prefix }) => Prefix)];
      return { names, next: page.NextContinuationToken };
    };

    const first = await list({ MaxKeys: 2 });
    const second = await list({ MaxKeys: 2, ContinuationToken: first.next });
    const third = await list({ MaxKeys: 2, ContinuationToken: second.next });

    expect([first.names, second.names, third.names]).toEqual([['a.mp4', 'a/'], ['c', 'b/'], ['d/']]);
    expect(third.next).toBeUndefined();
    expect((await list({ Prefix: 'd/' })).names).toEqual(['d/e/']);
    expect((await list({ StartAfter: 'c' })).names).toEqual(['d/']);
  });
});

describe('files of other programs', () => {
  it('are objects', async () => {
    await put('mine.txt', 'old');
    await writeFile(join(folder, 'inside/videos/theirs.txt'), 'theirs');
    await writeFile(join(folder, 'inside/videos/mine.txt'), 'edited by hand');

    expect(await get('theirs.txt')).toMatchObject({ text: 'theirs', ETag: `"${etagOf('theirs')}"` });
    expect(await get('mine.txt')).toMatchObject({
      text: 'edited by hand',
      ETag: `"${etagOf('edited by hand')}"`,
    });
    await put('week1/video1.srt', 'readable');
    expect(await readFile(join(folder, 'inside/videos/week1/video1.srt'), 'utf8')).toBe('readable');
  });
});

describe('many writers of one key', () => {
  it('leave one of their versions, complete', async () => {
    const bodies = Array.from({ length: 12 }, (_, index) => Buffer.alloc(100_000, index));

    await Promise.all(bodies.map((body) => put('one', body)));

    const { ETag } = await s3.send(new HeadObjectCommand({ Bucket, Key: 'one' }));
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: 'one' }));
    expect(`"${etagOf(Buffer.from((await Body?.transformToByteArray()) ?? []))}"`).toBe(ETag);
  });

  it('have one winner with If-None-Match', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) => nameOf(put('first', `${index}`, { IfNoneMatch: '*' }))),
    );

    expect(answers.filter((name) => name === 'done')).toHaveLength(1);
    expect(answers.filter((name) => name === 'PreconditionFailed')).toHaveLength(7);
  });
});
