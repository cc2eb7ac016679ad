// Sending in parts and reading ranges, with a real server: the uploader's own.
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openStore, type Store, VIDEO_BUCKET } from '../../../../local/store.ts';
import { type Bucket, makeBucket } from '../../../../services/shared/aws/bucket.ts';
import { temporaryFolder } from '../../../fixtures/temporary-folder.ts';

const MIB = 1_024 * 1_024;
const KEY = "work/it's 100% + é/soundtrack.pcm";

const folder = temporaryFolder();
let store: Store;
let videos: Bucket;
beforeAll(async () => {
  store = await openStore(join(folder, 'store'));
  videos = makeBucket(store.s3, VIDEO_BUCKET);
});
afterAll(() => store.close());

/** Pieces of random sizes, like those from ffmpeg's pipe. */
const pieces = function* (bytes: Buffer) {
  for (let from = 0; from < bytes.length; from += 65_537) yield bytes.subarray(from, from + 65_537);
};

describe('writeStream', () => {
  it.each([
    ['nothing', 0],
    ['one byte', 1],
    ['one part', 8 * MIB],
    ['one byte more than a part', 8 * MIB + 1],
    ['more parts than are sent at once', 27 * MIB + 7],
  ])('keeps every byte of %s', async (_what, size) => {
    const bytes = randomBytes(size);

    await videos.writeStream(KEY, Readable.from(pieces(bytes)));

    expect((await videos.head(KEY))?.size).toBe(size);
    await videos.download(KEY, join(folder, 'copy'));
    expect((await readFile(join(folder, 'copy'))).equals(bytes)).toBe(true);
  });

  it('replaces an earlier object', async () => {
    await videos.write('replaced.pcm', 'old');

    await videos.writeStream('replaced.pcm', Readable.from([Buffer.from('new')]));

    expect(await videos.readText('replaced.pcm')).toBe('new');
  });

  it.each([
    ['in its first part', 1_000],
    ['after parts that have been sent', 20 * MIB],
  ])('leaves nothing of a stream that breaks %s, and throws its error', async (_when, size) => {
    const broken = function* () {
      yield* pieces(randomBytes(size));
      throw new Error('ffmpeg failed');
    };

    const writing = videos.writeStream('broken.pcm', Readable.from(broken()));

    await expect(writing).rejects.toThrow('ffmpeg failed');
    expect(await videos.head('broken.pcm')).toBeUndefined();
  });
});

describe('readInto', () => {
  it.each([
    ['the beginning', 0, 4, '0123'],
    ['the middle', 3, 2, '34'],
    ['one byte', 9, 1, '9'],
    ['all', 0, 10, '0123456789'],
    ['the rest, if the range goes beyond the end', 8, 12, '89'],
  ])('reads %s, and not a byte more', async (_what, from, length, expected) => {
    await videos.write('digits', '0123456789');

    const target = Buffer.alloc(length);
    const count = await videos.readInto('digits', from, target);

    expect(target.toString('utf8', 0, count)).toBe(expected);
  });

  it('leaves the bytes around its target as they were', async () => {
    await videos.write('digits', '0123456789');
    const around = Buffer.from('abcdefgh');

    expect(await videos.readInto('digits', 4, around.subarray(2, 5))).toBe(3);

    expect(around.toString()).toBe('ab456fgh');
  });

  it('returns undefined for a missing object', async () => {
    expect(await videos.readInto('nowhere', 0, Buffer.alloc(10))).toBeUndefined();
  });
});
