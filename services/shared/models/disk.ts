// Whether a disk has room for a file, asked before its first byte comes.
// Not a promise: others write to the same disk.
import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { UserError } from '../contracts/errors.ts';

export type FreeBytes = (folder: string) => Promise<number>;

const freeOnDisk: FreeBytes = async (folder) => {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
};

/** @throws {UserError} */
export const assertRoomForModel = async (
  path: string,
  needed: number,
  freeBytes = freeOnDisk,
): Promise<void> => {
  const folder = dirname(path);
  const free = await freeBytes(folder);
  if (needed <= free) return;
  throw new UserError(
    `The model needs ${mebibytes(needed)} more on the disk of ${folder}, which has ${mebibytes(free)} free. ` +
      'Free some space, or take a smaller model.',
  );
};

export const mebibytes = (bytes: number): string => `${Math.ceil(bytes / 2 ** 20)} MiB`;
