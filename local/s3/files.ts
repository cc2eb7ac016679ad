// Moving a draft to where it shall be, and looking for what is there: files, without any knowledge of objects.
import { constants } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, rename, rmdir, stat } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { codeOf } from '../../services/shared/errors.ts';
import { isReallyAt } from './paths.ts';

/** Something else is where the file should be, or the file system takes no such name. */
const CONFLICTS = ['ENOTDIR', 'EISDIR', 'EEXIST', 'ENOTEMPTY', 'ENAMETOOLONG', 'EILSEQ', 'EINVAL', 'ELOOP'];

/** A delete may take an empty folder away from under a write. */
const TRIES = 5;

export const isThere = (path: string): Promise<boolean> => stat(path).then(Boolean, () => false);

/** Without waiting for the other end of a pipe. */
export const openIfThere = (path: string): Promise<FileHandle | undefined> =>
  open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch(() => undefined);

export const move = async (from: string, to: string): Promise<void> => {
  for (let tries = 1; ; tries += 1) {
    await mkdir(dirname(to), { recursive: true });
    try {
      return await rename(from, to);
    } catch (error) {
      if (codeOf(error) !== 'ENOENT' || tries === TRIES) throw error;
    }
  }
};

/** False where another file or folder is in the way. */
export const moveIfFree = async (from: string, to: string): Promise<boolean> => {
  try {
    await mkdir(dirname(to), { recursive: true });
    const isTaken = (await isThere(to)) && !(await isReallyAt(to));
    if (isTaken || !(await isReallyAt(dirname(to)))) return false;
    await move(from, to);
    return true;
  } catch (error) {
    if (CONFLICTS.includes(codeOf(error))) return false;
    throw error;
  }
};

/** Folders that have become empty, up to `root`, which stays. */
export const removeEmpty = async (folder: string, root: string): Promise<void> => {
  if (folder === root) return;
  await rmdir(folder).then(
    () => removeEmpty(dirname(folder), root),
    () => {},
  );
};

/** Relative to `root`. */
export const filesBelow = async (root: string, folder: string): Promise<string[]> => {
  const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(root, join(parentPath, name)));
};
