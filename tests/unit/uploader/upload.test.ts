import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Bucket, makeBucket } from '../../../services/shared/bucket.ts';
import { keys } from '../../../services/shared/keys.ts';
import { openStore, type Store, VIDEO_BUCKET } from '../../../services/uploader/local/store.ts';
import type { PlannedFile } from '../../../services/uploader/plan.ts';
import { startRun, uploadAll } from '../../../services/uploader/upload.ts';
import { etagOf, fakeBucket } from '../fakes.ts';

const MIB = 1_024 * 1_024;

describe('startRun', () => {
  it('writes the manifest and then the empty marker, which starts the run', async () => {
    const videos = fakeBucket('videos');
    const items = [{ Key: 'a.mp4', Etag: 'e', Size: 5 }];

    await startRun(videos, 'r', items);

    expect([...videos.objects.keys()]).toEqual([keys.manifest('r'), keys.done('r')]);
    expect(JSON.parse((await videos.readText(keys.manifest('r'))) ?? '')).toEqual(items);
    expect(await videos.readText(keys.done('r'))).toBe('');
  });

  it('writes no marker where the manifest could not be written', async () => {
    const videos = fakeBucket('videos');
    const writeJson = async () => {
      throw new Error('SlowDown');
    };

    await expect(startRun({ ...videos, writeJson }, 'r', [])).rejects.toThrow('SlowDown');

    expect(videos.objects.size).toBe(0);
  });
});

describe('uploadAll', () => {
  let folder: string;
  let store: Store;
  let videos: Bucket;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'upload-test-'));
    store = await openStore(join(folder, 'store'));
    videos = makeBucket(store.s3, VIDEO_BUCKET);
  });
  afterEach(async () => {
    await store.close();
    await rm(folder, { recursive: true });
  });

  const aFile = async (name: string, body: string | Buffer): Promise<PlannedFile> => {
    const path = join(folder, name);
    await writeFile(path, body);
    const { size, mtimeMs } = await stat(path);
    return {
      path,
      key: `week 1/${name}`,
      size,
      modifiedMs: mtimeMs,
      sha256: `sum of ${name}`,
      action: 'send',
      options: {},
    };
  };
  const upload = (
    plan: PlannedFile[],
    deps: { signal?: AbortSignal; onBytes?: (more: number) => void } = {},
  ) =>
    uploadAll(plan, {
      s3: store.s3,
      videos,
      signal: new AbortController().signal,
      onBytes: () => {},
      ...deps,
    });

  it('sends each video with its checksum, and gives the items of the manifest', async () => {
    const second = await aFile("it's + 100% é.mp4", 'second');
    const wanted = { quality: 'best', prompt: 'etcd' } as const;
    const plan = [await aFile('one.mp4', 'one'), { ...second, options: wanted }];

    const items = await upload(plan);

    expect(items).toEqual([
      { Key: 'week 1/one.mp4', Etag: etagOf('one'), Size: 3, Options: {} },
      {
        Key: "week 1/it's + 100% é.mp4",
        Etag: etagOf('second'),
        Size: 6,
        Options: { quality: 'best', prompt: 'etcd' },
      },
    ]);
    expect(await videos.readText('week 1/one.mp4')).toBe('one');
    expect(await videos.head("week 1/it's + 100% é.mp4")).toEqual({
      etag: etagOf('second'),
      size: 6,
      metadata: { 'source-sha256': "sum of it's + 100% é.mp4" },
    });
  });

  it('sends a large video in parts, and says how many bytes have gone', async () => {
    const body = randomBytes(17 * MIB);
    const file = { ...(await aFile('large.mp4', body)), sha256: 'abc' };
    const reports: number[] = [];

    const [item] = await upload([file], { onBytes: (more) => void reports.push(more) });

    expect(await videos.head(file.key)).toMatchObject({
      size: body.length,
      metadata: { 'source-sha256': 'abc' },
    });
    expect((await videos.head(file.key))?.etag).toBe(item?.Etag);
    expect(item?.Etag).toMatch(/^[0-9a-f-]{32,}$/);
    expect(reports.length).toBeGreaterThan(1);
    expect(reports.reduce((sum, more) => sum + more)).toBe(body.length);
  });

  it('sends nothing of what the bucket has, but names it in the manifest', async () => {
    const sent = await aFile('a.mp4', 'a');
    const file: PlannedFile = { ...sent, action: 'inBucket', etag: 'e', options: { language: 'de' } };

    const items = await upload([file]);

    expect(items).toEqual([{ Key: file.key, Etag: 'e', Size: 1, Options: { language: 'de' } }]);
    expect(await videos.head(file.key)).toBeUndefined();
  });

  it.each([
    ['its size', { size: 4 }],
    ['its time', { modifiedMs: 1 }],
  ])('refuses a video that changed while it was being sent, as %s says', async (_what, before) => {
    const file = { ...(await aFile('a.mp4', 'a')), ...before };

    await expect(upload([file])).rejects.toMatchObject({
      name: 'UserError',
      message: expect.stringContaining(`${file.key} changed while it was being sent`),
    });
  });

  it('stops the other uploads after the first failure, and names that', async () => {
    const plan = await Promise.all(Array.from({ length: 12 }, (_, index) => aFile(`${index}.mp4`, 'a')));
    const gone = { ...(await aFile('gone.mp4', 'a')), path: join(folder, 'nowhere') };

    await expect(upload([gone, ...plan])).rejects.toMatchObject({ code: 'ENOENT' });

    expect((await Array.fromAsync(videos.list(''))).length).toBeLessThan(plan.length);
  });

  it('stops when it is interrupted, and leaves nothing half sent', async () => {
    const controller = new AbortController();
    const file = await aFile('large.mp4', randomBytes(40 * MIB));

    const uploading = upload([file], { signal: controller.signal, onBytes: () => controller.abort() });

    await expect(uploading).rejects.toMatchObject({ name: 'AbortError' });
    expect(await videos.head(file.key)).toBeUndefined();
  });
});
