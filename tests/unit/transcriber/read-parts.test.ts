import { describe, expect, it } from '@jest/globals';
import { keys } from '../../../services/shared/contracts/keys.ts';
import { BYTES_PER_SECOND } from '../../../services/shared/media/pcm.ts';
import { readParts } from '../../../services/transcriber/soundtrack.ts';
import { fakeBucket } from '../fakes.ts';
import { spans } from './examples.ts';

const run = '20261122T151500Z-a1b2';
const key = 'week1/lesson1.mp4';

describe('readParts', () => {
  /** Remembers the requested ranges. */
  const prepare = (seconds: number) => {
    const all = Buffer.alloc(seconds * BYTES_PER_SECOND, 'abcdefg');
    const videos = fakeBucket('videos', { [keys.soundtrack(run, key)]: all });
    const ranges: number[][] = [];
    const readInto: typeof videos.readInto = (name, from, target) => {
      ranges.push([from, from + target.length]);
      return videos.readInto(name, from, target);
    };
    return { all, ranges, bucket: { ...videos, readInto } };
  };

  it('returns the samples of parts, one after the other', async () => {
    const { all, bucket } = prepare(10);

    const sound = await readParts(bucket, run, key, spans('1-2.5 4-4.001 9-10'));

    const parts = [all.subarray(32_000, 80_000), all.subarray(128_000, 128_032), all.subarray(288_000)];
    expect(sound.equals(Buffer.concat(parts))).toBe(true);
  });

  it('requests at most 16 MB at a time', async () => {
    const { all, bucket, ranges } = prepare(1_100);

    const sound = await readParts(bucket, run, key, spans('10-1090'));

    expect(ranges).toEqual([
      [320_000, 16_320_000],
      [16_320_000, 32_320_000],
      [32_320_000, 34_880_000],
    ]);
    expect(sound.equals(all.subarray(320_000, 34_880_000))).toBe(true);
  });

  it('returns what there is of a soundtrack that ends earlier', async () => {
    const { all, bucket } = prepare(10);

    expect((await readParts(bucket, run, key, spans('9-11'))).equals(all.subarray(288_000))).toBe(true);
  });

  it('requests nothing if no part is wanted', async () => {
    const { bucket, ranges } = prepare(1);

    expect(await readParts(bucket, run, key, spans('0.5-0.5'))).toHaveLength(0);
    expect(ranges).toEqual([]);
  });

  it('says that the soundtrack is gone', async () => {
    const { bucket } = prepare(1);

    await expect(readParts(bucket, run, 'other.mp4', spans('0-1'))).rejects.toMatchObject({
      name: 'WorkExpired',
    });
  });
});
