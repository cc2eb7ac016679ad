// Makes a folder, with all that are missing above it.
import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { codeOf } from '../contracts/errors.ts';

/** Others may make and remove folders on the way at the same time; each try needs them to do so at another moment. */
const TRIES = 10;

/** Like mkdir's `recursive`, which fails with ENOENT on a read-only disk, and never returns below /proc or an automounter. */
export const makeFolder = async (path: string): Promise<void> => {
  for (let tries = 1; ; tries += 1) {
    try {
      return await mkdir(path);
    } catch (error) {
      const kind = await kindOf(path);
      if (kind === 'folder') return;
      // If mkdir found something that is gone now, it was a folder that somebody removed in between.
      const mayPass = codeOf(error) === 'ENOENT' || (codeOf(error) === 'EEXIST' && kind === 'nothing');
      const parent = dirname(path);
      if (!mayPass || parent === path || tries === TRIES) throw error;
      if ((await kindOf(parent)) === 'nothing') await makeFolder(parent);
    }
  }
};

const kindOf = (path: string): Promise<'folder' | 'other' | 'nothing'> =>
  stat(path).then(
    (found) => (found.isDirectory() ? 'folder' : 'other'),
    () => 'nothing',
  );
