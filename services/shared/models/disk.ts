// Checks before a download that the disk has room for the file. No guarantee: others write to the same disk.
import { dirname } from 'node:path';
import { UserError } from '../contracts/errors.ts';
import { freeBytesOf } from '../system/free-bytes.ts';

export type FreeBytes = (folder: string) => Promise<number>;

/** @throws {UserError} */
export const assertRoomForModel = async (
  path: string,
  needed: number,
  freeBytes: FreeBytes = freeBytesOf,
): Promise<void> => {
  const folder = dirname(path);
  const free = await freeBytes(folder);
  if (needed <= free) return;
  throw new UserError(
    `The model needs ${mebibytes(needed)} more on the disk of ${folder}, but only ${mebibytes(free)} are free. ` +
      'Free some space, or choose a smaller model.',
  );
};

const mebibytes = (bytes: number): string => `${Math.ceil(bytes / 2 ** 20)} MiB`;
