// A folder with all that are missing above it.
import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { codeOf } from '../contracts/errors.ts';

/** As mkdir's `recursive`, which says ENOENT of a disk that is read-only, and never ends below /proc or an automounter. */
export const makeFolder = async (path: string): Promise<void> => {
  try {
    await mkdir(path);
  } catch (error) {
    if (await isFolder(path)) return;
    const parent = dirname(path);
    if (codeOf(error) !== 'ENOENT' || parent === path) throw error;
    // Somebody else may have made it in the meantime.
    if (!(await isFolder(parent))) await makeFolder(parent);
    await mkdir(path).catch(async (again) => {
      if (!(await isFolder(path))) throw again;
    });
  }
};

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
