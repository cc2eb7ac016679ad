// Moving a draft to where it shall be, and looking for what is there: files, without any knowledge of objects.
import { constants } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, realpath, rename, rmdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { codeOf } from '../../services/shared/contracts/errors.ts';

/** Something else is where the file should be, or the file system takes no such name. */
const CONFLICTS = ['ENOTDIR', 'EISDIR', 'EEXIST', 'ENOTEMPTY', 'ENAMETOOLONG', 'EILSEQ', 'EINVAL', 'ELOOP'];

/** A delete may take an empty folder away from under a write. */
const TRIES = 10;

/** Nothing that is a file is there. Any other error is no answer: too many open files say nothing about this one. */
const ABSENT = ['ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'ELOOP', 'ENXIO', 'EISDIR', 'EILSEQ', 'EINVAL'];

/** What `reading` gives, or undefined where nothing is there. */
export const ifThere = <T>(reading: Promise<T>): Promise<T | undefined> =>
  reading.catch((error) => {
    if (ABSENT.includes(codeOf(error))) return undefined;
    throw error;
  });

export const isThere = async (path: string): Promise<boolean> => (await ifThere(stat(path))) !== undefined;

/** Without waiting for the other end of a pipe. */
export const openIfThere = (path: string): Promise<FileHandle | undefined> =>
  ifThere(open(path, constants.O_RDONLY | constants.O_NONBLOCK));

/** What `act` gives, tried again where a folder goes away from under it. */
const insist = async <T>(act: () => Promise<T>): Promise<T> => {
  for (let tries = 1; ; tries += 1) {
    try {
      return await act();
    } catch (error) {
      if (codeOf(error) !== 'ENOENT' || tries === TRIES) throw error;
    }
  }
};

export const move = (from: string, to: string): Promise<void> =>
  insist(async () => {
    await mkdir(dirname(to), { recursive: true });
    await rename(from, to);
  });

/** Reached by a link or by another spelling. What is not there, as a folder that a delete has just taken away, is not. */
const isElsewhere = async (path: string): Promise<boolean> => {
  const real = await ifThere(realpath(path));
  return real !== undefined && real !== path;
};

/** False where another file or folder is in the way. */
export const moveIfFree = async (from: string, to: string): Promise<boolean> => {
  try {
    await insist(() => mkdir(dirname(to), { recursive: true }));
    if ((await isElsewhere(to)) || (await isElsewhere(dirname(to)))) return false;
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

/** Relative to `root`. A folder may go away meanwhile: the others are read all the same. */
export const filesBelow = async (root: string, folder: string): Promise<string[]> => {
  const entries = (await ifThere(readdir(join(root, folder), { withFileTypes: true }))) ?? [];
  const found = entries.map(async (entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(root, path);
    return entry.isFile() ? [path] : [];
  });
  return (await Promise.all(found)).flat();
};
