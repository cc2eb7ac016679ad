import { describe, expect, it } from '@jest/globals';
import { keys } from '../../../services/shared/keys.ts';
import type { Execution } from '../../../services/uploader/destination.ts';
import { findRunning } from '../../../services/uploader/executions.ts';
import { fakeBucket } from '../fakes.ts';

const OLD = '20261122T100000Z-aaaa';
const NEW = '20261122T110000Z-bbbb';
const video1 = { Key: 'week1/lesson1/video1.mp4', Etag: 'e1' };
const video2 = { Key: 'week1/lesson1/video2.mp4', Etag: 'e2' };

describe('findRunning', () => {
  const find = async (statuses: Record<string, Execution['status']>, wanted = [video1]) => {
    const videos = fakeBucket('videos');
    await videos.writeJson(keys.manifest(OLD), [video1, video2]);
    await videos.writeJson(keys.manifest(NEW), [video1]);
    const execution = async (run: string) => {
      const status = statuses[run];
      return status && { status };
    };
    return findRunning(videos, execution, wanted);
  };

  it.each([
    ['the newest that has all videos', { [OLD]: 'RUNNING', [NEW]: 'RUNNING' }, [video1], NEW],
    [
      'an older one, where the newest has not all of them',
      { [OLD]: 'RUNNING', [NEW]: 'RUNNING' },
      [video1, video2],
      OLD,
    ],
    ['an older one, where the newest has ended', { [OLD]: 'RUNNING', [NEW]: 'SUCCEEDED' }, [video1], OLD],
    ['none where all have ended', { [OLD]: 'FAILED', [NEW]: 'ABORTED' }, [video1], undefined],
    ['none where a video is a newer version', { [NEW]: 'RUNNING' }, [{ ...video1, Etag: 'e9' }], undefined],
    ['none where nothing has started', {}, [video1], undefined],
  ] as const)('gives %s', async (_which, statuses, wanted, run) => {
    expect(await find(statuses, [...wanted])).toBe(run);
  });
});
