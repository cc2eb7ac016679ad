import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type ObjectCreatedEvent,
  openStore,
  type ServedStore,
  type StoreOptions,
  TRANSCRIPT_BUCKET,
  VIDEO_BUCKET,
} from '../../../local/store.ts';
import { makeBucket } from '../../../services/shared/aws/bucket.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';

/** Keys that are valid in S3, but that a file system or a URL may misunderstand. */
const ODD_KEYS = [
  'a b/c+d.mp4',
  '100%/%20.mp4',
  '"quoted"?#=.mp4',
  'Füße/日本 👋🏽.mp4',
  'a.mp4/b.mp4',
  'a\\b.mp4',
];

describe('openStore', () => {
  let folder: string;
  let opened: ServedStore[];
  const open = async (options?: StoreOptions): Promise<ServedStore> => {
    const store = await openStore(folder, options);
    opened.push(store);
    return store;
  };

  beforeEach(() => {
    opened = [];
    folder = join(temporaryFolder(), 'deep/store');
  });
  afterEach(async () => {
    for (const store of opened) await store.close();
  });

  it('has both buckets, on a local port only', async () => {
    const store = await open();

    const buckets = [VIDEO_BUCKET, TRANSCRIPT_BUCKET].map((name) => makeBucket(store.s3, name));
    for (const bucket of buckets) await bucket.write('a.txt', bucket.name);

    expect(store.endpoint).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(await Promise.all(buckets.map((bucket) => bucket.readText('a.txt')))).toEqual([
      'videos',
      'transcripts',
    ]);
  });

  it.each(ODD_KEYS)('stores an object with the key %j, and reports its arrival', async (key) => {
    const store = await open();
    const videos = makeBucket(store.s3, VIDEO_BUCKET);
    const created: ObjectCreatedEvent[] = [];
    store.onCreated((event) => void created.push(event));

    await videos.write(key, 'video');

    expect(await videos.readText(key)).toBe('video');
    expect((await Array.fromAsync(videos.list(''))).map(({ Key }) => Key)).toEqual([key]);
    expect(created).toEqual([
      { bucket: VIDEO_BUCKET, key, time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) },
    ]);
    await videos.removeAll('');
    expect(await videos.head(key)).toBeUndefined();
  });

  it('keeps its objects until it is opened again', async () => {
    const first = await open();
    await makeBucket(first.s3, VIDEO_BUCKET).write('a.mp4', 'video');
    await first.close();

    const second = await open();

    expect(await makeBucket(second.s3, VIDEO_BUCKET).readText('a.mp4')).toBe('video');
  });

  it('lets other code handle the requests that are not for S3', async () => {
    const store = await open({
      intercept: (request, response) => {
        if (!request.headers['x-amz-target']) return false;
        response.end('taken');
        return true;
      },
    });

    const answer = await fetch(store.endpoint, { method: 'POST', headers: { 'x-amz-target': 'A.B' } });

    expect(await answer.text()).toBe('taken');
    expect(await makeBucket(store.s3, VIDEO_BUCKET).head('a.mp4')).toBeUndefined();
  });
});
