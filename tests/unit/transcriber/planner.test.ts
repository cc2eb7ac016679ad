import { access, readFile, writeFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { Plan } from '../../../services/shared/contracts.ts';
import { EngineFailed } from '../../../services/shared/errors.ts';
import { keys } from '../../../services/shared/keys.ts';
import type { Engine } from '../../../services/transcriber/engine.ts';
import { makePlanner } from '../../../services/transcriber/planner.ts';
import { anEngineIdentity, etagOf, fakeBucket } from '../fakes.ts';

const run = '20261122T151500Z-a1b2';
const key = 'week1/lesson 1 + é.mp4';
const video = { etag: etagOf('video'), size: 5, metadata: {} };
const everywhere = [
  { start: 0, end: 640 },
  { start: 642, end: 1_300 },
];

/** A soundtrack of 1,300 s; a piece holds what it is. */
const fakeEngine = (fields: Partial<Engine> = {}): Engine => ({
  workers: 2,
  identity: async () => anEngineIdentity(),
  decode: async (path, wav) => {
    await writeFile(wav, `sound of ${await readFile(path, 'utf8')}`);
    return 1_300;
  },
  findSpeech: async () => everywhere,
  cut: async (soundtrack, pieces) => {
    const sound = await readFile(soundtrack, 'utf8');
    for (const { path, start, end } of pieces) await writeFile(path, `${sound}, ${start} to ${end} s`);
  },
  transcribe: async () => [],
  ...fields,
});

const prepare = (fields: Partial<Engine> = {}) => {
  const videos = fakeBucket('videos', { [key]: 'video' });
  return { videos, plan: makePlanner({ videos, engine: fakeEngine(fields), chunkSeconds: 600 }) };
};

describe('makePlanner', () => {
  it('leaves the plan and the audio of each chunk', async () => {
    const { videos, plan } = prepare();

    const planned = await plan(run, key, video);

    expect(planned).toMatchObject({
      source: { key, etag: video.etag, size: 5 },
      engine: anEngineIdentity(),
      duration: 1_300,
      speech: everywhere,
      chunks: [
        { start: 0, end: 641.5 },
        { start: 641.5, end: 1_300 },
      ],
    });
    expect(await videos.readJson(keys.plan(run, key), Plan)).toEqual(planned);
    expect(await videos.readText(keys.chunkAudio(run, key, 0))).toBe('sound of video, 0 to 641.5 s');
    expect(await videos.readText(keys.chunkAudio(run, key, 1))).toBe('sound of video, 641.5 to 1300 s');
  });

  it('names the checksum that the uploader left with the video', async () => {
    const { plan } = prepare();

    const { source } = await plan(run, key, { ...video, metadata: { 'source-sha256': 'abc' } });

    expect(source).toEqual({ key, etag: video.etag, size: 5, sha256: 'abc' });
  });

  it('leaves a plan without chunks where nobody speaks', async () => {
    const { videos, plan } = prepare({ findSpeech: async () => [] });

    const { chunks } = await plan(run, key, video);

    expect(chunks).toEqual([]);
    expect([...videos.objects.keys()]).toEqual([key, keys.plan(run, key)]);
  });

  it('removes what an earlier attempt left, and nothing of other videos', async () => {
    const { videos, plan } = prepare({ findSpeech: async () => [] });
    await videos.write(keys.chunkAudio(run, key, 7), 'old');
    await videos.write(keys.chunkAudio(run, 'other.mp4', 0), 'of another video');

    await plan(run, key, video);

    expect(await videos.head(keys.chunkAudio(run, key, 7))).toBeUndefined();
    expect(await videos.head(keys.chunkAudio(run, 'other.mp4', 0))).toBeDefined();
  });

  it('fails where the video was replaced after it was looked at', async () => {
    const { videos, plan } = prepare();
    await videos.write(key, 'newer video');

    await expect(plan(run, key, video)).rejects.toMatchObject({ name: 'VideoChanged' });
  });

  it('fails where the video was deleted after it was looked at', async () => {
    const { videos, plan } = prepare();
    videos.objects.delete(key);

    await expect(plan(run, key, video)).rejects.toMatchObject({ name: 'VideoMissing' });
  });

  it('writes no plan where a step fails, and removes its folder', async () => {
    const folders: string[] = [];
    const { videos, plan } = prepare({
      findSpeech: async (wav) => {
        folders.push(wav);
        throw new EngineFailed('The speech detector listed 0 of 1 stretches');
      },
    });

    await expect(plan(run, key, video)).rejects.toMatchObject({ name: 'EngineFailed' });

    expect(await videos.head(keys.plan(run, key))).toBeUndefined();
    await expect(access(folders[0] ?? '/')).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('has the video off the disk before it cuts, for its soundtrack takes the room', async () => {
    const videosOnDisk: string[] = [];
    const { plan } = prepare({
      decode: async (path, wav) => {
        videosOnDisk.push(path);
        await writeFile(wav, 'sound');
        return 60;
      },
      cut: async (_soundtrack, pieces) => {
        await expect(access(videosOnDisk[0] ?? '/')).rejects.toMatchObject({ code: 'ENOENT' });
        for (const { path } of pieces) await writeFile(path, 'piece');
      },
    });

    await plan(run, key, video);

    expect(videosOnDisk).toHaveLength(1);
  });
});
