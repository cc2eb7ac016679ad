import { existsSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { EngineFailed, ScratchFull } from '../../../../services/shared/contracts/errors.ts';
import { assertRoom, withScratch } from '../../../../services/shared/system/scratch.ts';
import { anError } from '../../../fixtures/an-error.ts';

const KEY = 'week1/lesson1.mp4';

/** Fails with `error` in a folder that contains files, and returns the folder's path. */
const failIn = async (error: unknown) => {
  let used = '';
  const failed = withScratch(KEY, async (folder) => {
    used = folder;
    await writeFile(join(folder, 'video'), 'half a video');
    throw error;
  });
  const thrown: unknown = await failed.catch((reason: unknown) => reason);
  return { thrown, used };
};

describe('withScratch', () => {
  it('provides a new empty folder, and returns the result of the work', async () => {
    const work = async (folder: string) => ({ folder, files: await readdir(folder) });

    const [one, two] = await Promise.all([withScratch(KEY, work), withScratch(KEY, work)]);

    expect(one.files).toEqual([]);
    expect(one.folder).not.toBe(two.folder);
  });

  it('leaves nothing behind', async () => {
    let before = false;
    const used = await withScratch(KEY, async (folder) => {
      await mkdir(join(folder, 'deep/er'), { recursive: true });
      await writeFile(join(folder, 'deep/er/file'), 'text');
      before = existsSync(folder);
      return folder;
    });

    expect(before).toBe(true);
    expect(existsSync(used)).toBe(false);
  });

  it('leaves nothing behind after an error, which it passes on', async () => {
    const error = new EngineFailed('The engine could not hear it');

    const { thrown, used } = await failIn(error);

    expect(thrown).toBe(error);
    expect(used).not.toBe('');
    expect(existsSync(used)).toBe(false);
  });

  it.each([
    ["Node's ENOSPC", Object.assign(new Error('write'), { code: 'ENOSPC' })],
    ["Node's words", new Error('ENOSPC: no space left on device, write')],
    ["ffmpeg's words", new Error('av_interleaved_write_frame(): No space left on device')],
    ['the cause of an error', new EngineFailed('no result', new Error('No space left on device'))],
  ])('reports a full disk as ScratchFull: %s', async (_case, error) => {
    const { thrown, used } = await failIn(error);

    expect(thrown).toBeInstanceOf(ScratchFull);
    expect(thrown).toMatchObject({ cause: error, message: expect.stringContaining(KEY) });
    expect(existsSync(used)).toBe(false);
  });

  it.each([
    ['another code', Object.assign(new Error('read'), { code: 'ENOENT' })],
    ['a value that is not an error', 'No space left on device'],
  ])('passes on %s', async (_case, error) => {
    const { thrown } = await failIn(error);

    expect(thrown).toBe(error);
  });
});

describe('assertRoom', () => {
  it('accepts what fits', async () => {
    await expect(assertRoom(KEY, tmpdir(), 1_000)).resolves.toBeUndefined();
  });

  it('says what is needed, what is available and which parameter to raise', async () => {
    await expect(assertRoom(KEY, tmpdir(), 1e18)).rejects.toEqual(
      anError(
        'ScratchFull',
        /^week1\/lesson1\.mp4 needs 1000000000000 MB of scratch space, but only \d+ MB are free\. .*EphemeralStorage/,
      ),
    );
  });
});
