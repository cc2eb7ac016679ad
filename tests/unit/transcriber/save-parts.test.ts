import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { BYTES_PER_SECOND, wavHeader } from '../../../services/shared/media/pcm.ts';
import { saveParts } from '../../../services/transcriber/soundtrack.ts';
import { fakeBucket } from '../fakes.ts';
import { spans } from './examples.ts';

const KEY = 'work/run/id/soundtrack.pcm';

describe('saveParts', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'parts-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** Remembers the ranges that were asked for. */
  const prepare = (seconds: number) => {
    const all = Buffer.alloc(seconds * BYTES_PER_SECOND, 'abcdefg');
    const videos = fakeBucket('videos', { [KEY]: all });
    const ranges: number[][] = [];
    const readRange: typeof videos.readRange = (key, from, to) => {
      ranges.push([from, to]);
      return videos.readRange(key, from, to);
    };
    return { all, ranges, path: join(folder, 'a.wav'), bucket: { ...videos, readRange } };
  };

  it('makes one WAV file of parts, one after the other', async () => {
    const { all, bucket, path } = prepare(10);

    const isThere = await saveParts(bucket, KEY, spans('1-2.5 4-4.001 9-10'), path);

    const parts = [all.subarray(32_000, 80_000), all.subarray(128_000, 128_032), all.subarray(288_000)];
    const expected = Buffer.concat([wavHeader(80_032), ...parts]);
    expect(isThere).toBe(true);
    expect((await readFile(path)).equals(expected)).toBe(true);
  });

  it('never has more than 16 MB of a long part in memory', async () => {
    const { all, bucket, path, ranges } = prepare(1_100);

    await saveParts(bucket, KEY, spans('10-1090'), path);

    expect(ranges).toEqual([
      [320_000, 16_320_000],
      [16_320_000, 32_320_000],
      [32_320_000, 34_880_000],
    ]);
    expect((await readFile(path)).subarray(44).equals(all.subarray(320_000, 34_880_000))).toBe(true);
  });

  it('asks for nothing where no part is wanted', async () => {
    const { bucket, path, ranges } = prepare(1);

    expect(await saveParts(bucket, KEY, spans('0.5-0.5'), path)).toBe(true);
    expect(ranges).toEqual([]);
  });

  it('says so where the soundtrack is gone', async () => {
    const { bucket, path } = prepare(1);

    expect(await saveParts(bucket, 'work/run/id/other.pcm', spans('0-1'), path)).toBe(false);
  });
});
