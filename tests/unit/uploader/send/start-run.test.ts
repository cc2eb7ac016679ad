import { beforeEach, describe, expect, it } from '@jest/globals';
import { keys } from '../../../../services/shared/contracts/keys.ts';
import { startRun } from '../../../../services/uploader/send/start-run.ts';
import { type FakeBucket, fakeBucket } from '../../fakes.ts';

const ITEMS = [{ Key: 'a.mp4', Etag: 'e', Size: 5 }];

describe('startRun', () => {
  let videos: FakeBucket;
  beforeEach(() => {
    videos = fakeBucket('videos');
  });

  it('writes the manifest and then the empty marker, which starts the run', async () => {
    await startRun(videos, 'r', ITEMS);

    expect([...videos.objects.keys()]).toEqual([keys.manifest('r'), keys.done('r')]);
    expect(JSON.parse((await videos.readText(keys.manifest('r'))) ?? '')).toEqual(ITEMS);
    expect(await videos.readText(keys.done('r'))).toBe('');
  });

  it('writes no marker if the manifest could not be written', async () => {
    const writeNew = async () => {
      throw new Error('SlowDown');
    };

    await expect(startRun({ ...videos, writeNew }, 'r', [])).rejects.toThrow('SlowDown');

    expect(videos.objects.size).toBe(0);
  });

  it('does not change a run of the same name', async () => {
    await startRun(videos, 'r', []);

    await expect(startRun(videos, 'r', ITEMS)).rejects.toMatchObject({ name: 'UserError' });

    expect(await videos.readText(keys.manifest('r'))).toBe('[]');
  });

  it('restarts an interrupted run with other items', async () => {
    await startRun(videos, 'r', []);

    await startRun(videos, 'r', ITEMS, { goesOn: true });

    expect(JSON.parse((await videos.readText(keys.manifest('r'))) ?? '')).toEqual(ITEMS);
  });
});
