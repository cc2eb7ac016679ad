// File operations below the object store: finding files, moving drafts into place, removing empty folders.
import { constants } from 'node:fs';
import { type FileHandle, open, readdir, realpath, rename, rmdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { codeOf } from '../../services/shared/contracts/errors.ts';
import { makeFolder } from '../../services/shared/system/make-folder.ts';

/** Something else is at the path, or the file system rejects the name. */
const CONFLICTS = ['ENOTDIR', 'EISDIR', 'EEXIST', 'ENOTEMPTY', 'ENAMETOOLONG', 'EILSEQ', 'EINVAL', 'ELOOP'];

/** A delete may remove an empty folder while a write needs it. */
const TRIES = 10;

/** No file is there. Other errors prove nothing: too many open files say nothing about this one. */
const ABSENT = ['ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'ELOOP', 'ENXIO', 'EISDIR', 'EILSEQ', 'EINVAL'];

/** The result of `reading`, or undefined if nothing is there. */
export const ifThere = <T>(reading: Promise<T>): Promise<T | undefined> =>
  reading.catch((error) => {
    if (ABSENT.includes(codeOf(error))) return undefined;
    throw error;
  });

export const isThere = async (path: string): Promise<boolean> => (await ifThere(stat(path))) !== undefined;

/** Does not wait for the other end of a pipe. */
export const openIfThere = (path: string): Promise<FileHandle | undefined> =>
  ifThere(open(path, constants.O_RDONLY | constants.O_NONBLOCK));

/** Retries `act` if a folder disappears meanwhile. */
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
    await makeFolder(dirname(to));
    await rename(from, to);
  });

/** Whether the path leads elsewhere by a link or by another spelling. False if it does not exist. */
const isElsewhere = async (path: string): Promise<boolean> => {
  const real = await ifThere(realpath(path));
  return real !== undefined && real !== path;
};

/** Returns false if another file or folder is in the way. */
export const moveIfFree = async (from: string, to: string): Promise<boolean> => {
  try {
    await makeFolder(dirname(to));
    if ((await isElsewhere(to)) || (await isElsewhere(dirname(to)))) return false;
    await move(from, to);
    return true;
  } catch (error) {
    if (CONFLICTS.includes(codeOf(error))) return false;
    throw error;
  }
};

/** Removes empty folders upwards, but not `root`. */
export const removeEmpty = async (folder: string, root: string): Promise<void> => {
  if (folder === root) return;
  await rmdir(folder).then(
    () => removeEmpty(dirname(folder), root),
    () => {},
  );
};

/** Paths relative to `root`. Folders that disappear meanwhile are skipped. */
export const filesBelow = async (root: string, folder: string): Promise<string[]> => {
  const entries = (await ifThere(readdir(join(root, folder), { withFileTypes: true }))) ?? [];
  const found = entries.map(async (entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(root, path);
    return entry.isFile() ? [path] : [];
  });
  return (await Promise.all(found)).flat();
};
