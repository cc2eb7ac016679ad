// S3 without a connection must behave as over HTTP, whose tests are in store.test.ts, multipart.test.ts and refusals.test.ts.
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import {
  CompleteMultipartUploadCommand,
  GetObjectCommand,
  HeadBucketCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { describe, expect, it } from '@jest/globals';
import type { Answer } from '../../../../local/s3/bucket.ts';
import { makeDirect } from '../../../../local/s3/direct.ts';
import type { S3 } from '../../../../local/s3/s3.ts';
import { VIDEO_BUCKET } from '../../../../local/store.ts';
import { makeBucket } from '../../../../services/shared/aws/bucket.ts';
import { openMachineStore } from '../../../../services/uploader/destination/store.ts';
import { identify } from '../../../../services/uploader/send/identity.ts';
import { makeS3Client } from '../../../../services/uploader/send/s3.ts';
import { sendAll } from '../../../../services/uploader/send/send-all.ts';
import { temporaryFolder } from '../../../fixtures/temporary-folder.ts';
import { useEach } from '../../../fixtures/use-each.ts';

const MIB = 1_024 * 1_024;

const openDirectly = async () => {
  const folder = temporaryFolder();
  const store = await openMachineStore(join(folder, 'store'));
  return { ...store, folder, videos: makeBucket(store.s3, VIDEO_BUCKET) };
};

describe('makeDirect', () => {
  const store = useEach(openDirectly);

  it.each(['a b/c+d.mp4', '100%/%20.mp4', '"quoted"?#=.mp4', 'Füße/日本 👋🏽.mp4'])(
    'writes, lists, reads and removes %j',
    async (key) => {
      await store.videos.write(key, 'vidéo');

      expect(await Array.fromAsync(store.videos.list(key.slice(0, 3)))).toMatchObject([
        { Key: key, Size: 6 },
      ]);
      expect(await store.videos.readText(key)).toBe('vidéo');
      await store.videos.removeAll('');
      expect(await store.videos.head(key)).toBeUndefined();
      expect(await store.videos.readText(key)).toBeUndefined();
    },
  );

  it('keeps an empty object, and what is known about it', async () => {
    const [Bucket, Key] = [VIDEO_BUCKET, 'empty'];
    const more = { ContentLength: 0, Metadata: { 'source-size': '7' } };
    await store.s3.send(new PutObjectCommand({ Bucket, Key, Body: '', ...more }));

    expect(await store.videos.head(Key)).toMatchObject({ size: 0, metadata: { 'source-size': '7' } });
    expect(await store.videos.readText(Key)).toBe('');
  });

  it('does not replace an object under a condition', async () => {
    expect(await store.videos.writeNew('a', 'first')).toBe(true);
    expect(await store.videos.writeNew('a', 'second')).toBe(false);
  });

  it('names the error of a refused request', async () => {
    const head = new HeadBucketCommand({ Bucket: 'nowhere' });

    await expect(store.s3.send(head)).rejects.toMatchObject({ $metadata: { httpStatusCode: 404 } });
    await expect(makeBucket(store.s3, 'nowhere').readText('a')).rejects.toMatchObject({
      name: 'NoSuchBucket',
    });
  });

  it('keeps every byte of a stream, and reads a range of it', async () => {
    const bytes = randomBytes(17 * MIB + 3);
    await store.videos.writeStream('a.pcm', Readable.from([bytes.subarray(0, MIB), bytes.subarray(MIB)]));

    await store.videos.download('a.pcm', join(store.folder, 'copy'));
    const target = Buffer.alloc(9 * MIB);

    expect((await readFile(join(store.folder, 'copy'))).equals(bytes)).toBe(true);
    expect(await store.videos.readInto('a.pcm', 5, target)).toBe(target.length);
    expect(target.equals(bytes.subarray(5, 5 + target.length))).toBe(true);
  });

  it('leaves nothing of a stream that breaks, and throws its error', async () => {
    const broken = function* () {
      yield randomBytes(20 * MIB);
      throw new Error('ffmpeg failed');
    };

    await expect(store.videos.writeStream('a.pcm', Readable.from(broken()))).rejects.toThrow('ffmpeg failed');
    expect(await store.videos.head('a.pcm')).toBeUndefined();
  });

  it.each([1, MIB, 17 * MIB])('sends a file of %i bytes', async (size) => {
    const [path, bytes, sent] = [join(store.folder, 'a.mp4'), randomBytes(size), [] as number[]];
    await writeFile(path, bytes);
    const identity = await identify({ path });
    const prepared = { path, size, kind: 'video' as const, identity, release: async () => {} };
    const listener = {
      started: () => {},
      bytes: (_: string, count: number) => void sent.push(count),
      sent: () => {},
    };
    const { signal } = new AbortController();

    await sendAll([{ key: 'a.mp4', prepare: async () => prepared }], {
      ...{ s3: store.s3, bucket: store.videos, listener, signal },
    });

    await store.videos.download('a.mp4', join(store.folder, 'copy'));
    expect((await readFile(join(store.folder, 'copy'))).equals(bytes)).toBe(true);
    expect(sent.reduce((sum, count) => sum + count)).toBe(size);
  });

  it('listens on no port', async () => {
    const listening = process.getActiveResourcesInfo().filter((name) => name === 'TCPServerWrap');

    expect(listening).toEqual([]);
  });

  describe('with a request that is aborted', () => {
    const clientOf = (s3: S3) => {
      const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
      const server = { endpoint: 'http://127.0.0.1:1', region: 'local', credentials };
      return makeS3Client({ ...server, direct: makeDirect(s3) });
    };

    it('does not wait', async () => {
      const joining = new CompleteMultipartUploadCommand({ Bucket: 'videos', Key: 'a', UploadId: 'b' });
      const stop = new AbortController();
      setTimeout(() => stop.abort(), 10);

      const answer = clientOf(() => new Promise(() => {})).send(joining, { abortSignal: stop.signal });

      await expect(answer).rejects.toMatchObject({ name: 'AbortError' });
    });

    it('closes the body of an answer that comes later', async () => {
      const late = Promise.withResolvers<Answer>();
      const body = Readable.from([Buffer.from('late')]);
      const closed = once(body, 'close');
      const stop = new AbortController();
      setTimeout(() => stop.abort(), 10);
      const reading = new GetObjectCommand({ Bucket: 'videos', Key: 'a' });

      const answer = clientOf(() => late.promise).send(reading, { abortSignal: stop.signal });
      await expect(answer).rejects.toMatchObject({ name: 'AbortError' });
      late.resolve({ status: 200, headers: {}, body });

      await closed;
    });
  });
});
