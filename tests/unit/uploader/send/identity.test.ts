import { randomBytes } from 'node:crypto';
import { stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { assertUnchanged, identify, metadataOf } from '../../../../services/uploader/send/identity.ts';
import { temporaryFolder } from '../../../fixtures/temporary-folder.ts';
import { sumOf } from '../../fakes.ts';

const MIB = 1_024 * 1_024;

describe('identify', () => {
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = temporaryFolder();
    path = join(folder, 'a.mp4');
  });

  it.each([0, 1, MIB, MIB + 1, 8 * MIB, 17 * MIB + 3])(
    'computes the sums of a file of %i bytes',
    async (size) => {
      const body = randomBytes(size);
      await writeFile(path, body);

      const identity = await identify({ path });

      const parts = Array.from({ length: Math.ceil(size / (8 * MIB)) }, (_, index) =>
        crc32(body.subarray(index * 8 * MIB, (index + 1) * 8 * MIB)),
      );
      expect(identity).toEqual({
        size,
        modifiedMs: (await stat(path)).mtimeMs,
        sha256: sumOf(body),
        crc32s: { whole: crc32(body), parts },
      });
    },
  );

  it('stops when it is interrupted', async () => {
    await writeFile(path, 'video');

    await expect(identify({ path }, AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('becomes metadata of the object', async () => {
    await writeFile(path, 'video');
    const time = new Date('2026-11-22T15:15:00.123Z');
    await utimes(path, time, time);
    const identity = await identify({ path });

    expect(metadataOf(identity)).toEqual({
      'source-size': '5',
      'source-mtime': '2026-11-22T15:15:00.123Z',
      'source-sha256': identity.sha256,
    });
  });

  it.each([
    ['other bytes', () => writeFile(path, 'longer video')],
    ['a new time', () => utimes(path, 1, 1)],
  ])('is refused for a file with %s', async (_what, change) => {
    await writeFile(path, 'video');
    const identity = await identify({ path });
    await assertUnchanged(path, identity);

    await change();

    await expect(assertUnchanged(path, identity)).rejects.toThrow(`${path} changed while it was being read`);
  });
});
