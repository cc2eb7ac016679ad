// Listing and deleting. `bucket.test.ts` has reading and writing single objects.
import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  S3Client,
} from '@aws-sdk/client-s3';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { makeBucket } from '../../../../services/shared/aws/bucket.ts';

const s3 = mockClient(S3Client);
const bucket = makeBucket(new S3Client({}), 'videos');

beforeEach(() => {
  s3.reset();
});

const objects = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => ({ Key: `work/${from + index}`, ETag: '"e"', Size: 1 }));

/** S3 returns 1,000 objects per page. */
const givePages = (...pages: ReturnType<typeof objects>[]) => {
  for (const [index, Contents] of pages.entries()) {
    const token = index === 0 ? {} : { ContinuationToken: `page ${index}` };
    const next = index < pages.length - 1 ? { NextContinuationToken: `page ${index + 1}` } : {};
    s3.on(ListObjectsV2Command, { Bucket: 'videos', Prefix: 'work/', ...token }).resolves({
      Contents,
      ...next,
    });
  }
};

describe('list', () => {
  it('continues until the last page', async () => {
    givePages(objects(1_000), objects(1_000, 1_000), objects(3, 2_000));

    const found = await Array.fromAsync(bucket.list('work/'));

    expect(found.map(({ Key }) => Key)).toEqual(objects(2_003).map(({ Key }) => Key));
  });

  it('returns entries like Distributed Map', async () => {
    const LastModified = new Date('2026-11-22T15:15:00Z');
    const entry = { Key: 'a +"%🎓.mp4', ETag: '"e1"', Size: 5, StorageClass: 'STANDARD' } as const;
    s3.on(ListObjectsV2Command).resolves({ Contents: [{ ...entry, LastModified }] });

    const found = await Array.fromAsync(bucket.list(''));

    const { ETag: Etag, ...rest } = entry;
    expect(found).toEqual([{ ...rest, Etag, LastModified: '2026-11-22T15:15:00.000Z' }]);
  });

  it('returns nothing for an empty prefix', async () => {
    s3.on(ListObjectsV2Command).resolves({ KeyCount: 0 });

    expect(await Array.fromAsync(bucket.list('nowhere/'))).toEqual([]);
  });
});

describe('folders', () => {
  it('returns those directly below the prefix, from every page', async () => {
    const input = { Bucket: 'videos', Prefix: 'runs/', Delimiter: '/' };
    const below = (...names: string[]) => names.map((name) => ({ Prefix: `runs/${name}/` }));
    s3.on(ListObjectsV2Command, input).resolves({
      CommonPrefixes: below('a', 'b'),
      NextContinuationToken: '2',
    });
    s3.on(ListObjectsV2Command, { ...input, ContinuationToken: '2' }).resolves({
      CommonPrefixes: below('c'),
    });

    expect(await bucket.folders('runs/')).toEqual(['runs/a/', 'runs/b/', 'runs/c/']);
  });

  it('returns nothing if there is none', async () => {
    s3.on(ListObjectsV2Command).resolves({ Contents: [{ Key: 'runs/file' }] });

    expect(await bucket.folders('runs/')).toEqual([]);
  });
});

describe('removeVersion', () => {
  it('deletes the object with this ETag, on condition that it still has it', async () => {
    s3.on(HeadObjectCommand).resolves({ ETag: '"e1"' });

    const gone = await bucket.removeVersion('a.mp4', 'e1');

    expect(gone).toBe(true);
    const inputs = s3.commandCalls(DeleteObjectCommand).map(({ args }) => args[0].input);
    expect(inputs).toEqual([{ Bucket: 'videos', Key: 'a.mp4', IfMatch: '"e1"' }]);
  });

  it('leaves an object with another ETag', async () => {
    s3.on(HeadObjectCommand).resolves({ ETag: '"e2"' });

    const gone = await bucket.removeVersion('a.mp4', 'e1');

    expect(gone).toBe(false);
    expect(s3.commandCalls(DeleteObjectCommand)).toEqual([]);
  });

  it('accepts that an object is already gone', async () => {
    s3.on(HeadObjectCommand).rejects(Object.assign(new Error('no'), { name: 'NotFound' }));

    const gone = await bucket.removeVersion('a.mp4', 'e1');

    expect(gone).toBe(true);
    expect(s3.commandCalls(DeleteObjectCommand)).toEqual([]);
  });
});

describe('removeAll', () => {
  it.each([
    [1, [1]],
    [1_000, [1_000]],
    [2_500, [1_000, 1_000, 500]],
  ])('deletes %i objects in requests of %j', async (count, sizes) => {
    givePages(objects(count));
    s3.on(DeleteObjectsCommand).resolves({});

    await bucket.removeAll('work/');

    const batches = s3
      .commandCalls(DeleteObjectsCommand)
      .map(({ args }) => (args[0].input.Delete?.Objects ?? []).map(({ Key }) => Key));
    expect(batches.map(({ length }) => length)).toEqual(sizes);
    expect(batches.flat()).toEqual(objects(count).map(({ Key }) => Key));
  });

  it('sends no request if there is nothing to delete, because S3 refuses an empty list', async () => {
    givePages([]);

    await bucket.removeAll('work/');

    expect(s3.commandCalls(DeleteObjectsCommand)).toEqual([]);
  });

  it('fails if S3 answers with success but kept an object', async () => {
    givePages(objects(2));
    s3.on(DeleteObjectsCommand).resolves({
      Errors: [{ Key: 'work/1', Code: 'InternalError', Message: 'We encountered an internal error.' }],
    });

    const removing = bucket.removeAll('work/');

    await expect(removing).rejects.toThrow('work/1 could not be deleted: We encountered an internal error.');
  });
});
