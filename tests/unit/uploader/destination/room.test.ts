import { describe, expect, it } from '@jest/globals';
import { assertRoomForRun } from '../../../../services/uploader/destination/room.ts';
import { anError } from '../../../fixtures/an-error.ts';

const HOUR = 3_600;
const MB = 1_000_000;
/** Bytes of raw sound in an hour. */
const SOUND = HOUR * 32_000;

type Wanted = { sizes: number[]; seconds?: (number | undefined)[]; free: number; workers?: number };

/** `asked` lists the files whose duration was read. */
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

describe('assertRoomForRun', () => {
  it.each([
    ['one video and its sound twice', { sizes: [50 * MB], seconds: [HOUR] }, 50 * MB + 2 * SOUND],
    [
      'the longest sounds, as many as are processed at once',
      { sizes: [MB, MB, MB], seconds: [HOUR, 3 * HOUR, 2 * HOUR] },
      3 * MB + (3 + 2 + 3) * SOUND,
    ],
    ['the largest video twice if its sound is smaller', { sizes: [900 * MB], seconds: [HOUR] }, 1_800 * MB],
    [
      'a stream without a declared duration by its size',
      { sizes: [4 * MB], seconds: [0] },
      4 * MB + 2_000 * 32_000,
    ],
    ['no sound for an unreadable file', { sizes: [4 * MB], seconds: [undefined] }, 8 * MB],
  ])('counts %s', async (_what, wanted, needed) => {
    expect(await fits({ ...wanted, free: needed })).toBe(true);
    expect(await fits({ ...wanted, free: needed - 1 })).toBe(false);
  });

  it('reads no durations if there is room for a day of sound in each file', async () => {
    const { asked, check } = prepare({ sizes: [50 * MB, 60 * MB, 70 * MB], free: 180 * MB + 3 * 24 * SOUND });

    await check();

    expect(asked).toEqual([]);
  });

  it('reads no durations if there is no room even for the copies', async () => {
    const { asked, check } = prepare({ sizes: [50 * MB], seconds: [HOUR], free: 90 * MB });

    await expect(check()).rejects.toThrow(
      'The run needs 100.0 MB on the disk of transcripts, but only 90.0 MB are free.',
    );
    expect(asked).toEqual([]);
  });

  it('says how much space is needed, and what to do', async () => {
    await expect(prepare({ sizes: [50 * MB], seconds: [HOUR], free: 200 * MB }).check()).rejects.toEqual(
      anError('UserError', /needs 280\.4 MB .* 200\.0 MB are free\. .* --out .* larger disk\.$/),
    );
  });

  it('accepts a run without files on a full disk', async () => {
    expect(await fits({ sizes: [], free: 0 })).toBe(true);
  });
});
