import { describe, expect, it } from '@jest/globals';
import { assertRoomForRun } from '../../../../services/uploader/destination/room.ts';

const HOUR = 3_600;
const MB = 1_000_000;
/** Raw sound of an hour. */
const SOUND = HOUR * 32_000;

type Wanted = { sizes: number[]; seconds?: (number | undefined)[]; free: number; workers?: number };

/** Remembers which files were asked for their length. */
const prepare = ({ sizes, seconds = [], free, workers = 2 }: Wanted) => {
  const files = sizes.map((size, index) => ({ path: String(index), key: `${index}.mp4`, size }));
  const asked: string[] = [];
  const check = () =>
    assertRoomForRun('transcripts', files, {
      workers,
      freeOn: async () => free,
      secondsOf: async ({ path }) => {
        asked.push(path);
        return seconds[Number(path)];
      },
    });
  return { asked, check };
};
const fits = async (wanted: Wanted): Promise<boolean> =>
  prepare(wanted)
    .check()
    .then(
      () => true,
      () => false,
    );

describe('assertRoom', () => {
  it.each([
    ['one video, its sound twice', { sizes: [50 * MB], seconds: [HOUR] }, 50 * MB + 2 * SOUND],
    [
      'as many sounds as are at work at once, the longest ones',
      { sizes: [MB, MB, MB], seconds: [HOUR, 3 * HOUR, 2 * HOUR] },
      3 * MB + (3 + 2 + 3) * SOUND,
    ],
    ['the largest video twice, where its sound is less', { sizes: [900 * MB], seconds: [HOUR] }, 1_800 * MB],
    [
      'a stream that declares no length, by its size',
      { sizes: [4 * MB], seconds: [0] },
      4 * MB + 2_000 * 32_000,
    ],
    ['nothing for a file that nobody can read', { sizes: [4 * MB], seconds: [undefined] }, 8 * MB],
  ])('counts %s', async (_what, wanted, needed) => {
    expect(await fits({ ...wanted, free: needed })).toBe(true);
    expect(await fits({ ...wanted, free: needed - 1 })).toBe(false);
  });

  it('asks no file for its length where there is room for a day of each', async () => {
    const { asked, check } = prepare({ sizes: [50 * MB, 60 * MB, 70 * MB], free: 180 * MB + 3 * 24 * SOUND });

    await check();

    expect(asked).toEqual([]);
  });

  it('asks none where not even the copies have room', async () => {
    const { asked, check } = prepare({ sizes: [50 * MB], seconds: [HOUR], free: 90 * MB });

    await expect(check()).rejects.toThrow(
      'The run needs 100.0 MB on the disk of transcripts, but only 90.0 MB are free.',
    );
    expect(asked).toEqual([]);
  });

  it('says what is needed, and what to do', async () => {
    await expect(
      prepare({ sizes: [50 * MB], seconds: [HOUR], free: 200 * MB }).check(),
    ).rejects.toMatchObject({
      name: 'UserError',
      message: expect.stringMatching(/needs 280\.4 MB .* 200\.0 MB are free\. .* --out .* larger disk\.$/),
    });
  });

  it('has room for nothing', async () => {
    expect(await fits({ sizes: [], free: 0 })).toBe(true);
  });
});
