// How much room a disk has. No guarantee: others write to the same disk.
import { statfs } from 'node:fs/promises';

/** The bytes that an ordinary user can still write to the disk of this folder. */
export const freeBytesOf = async (folder: string): Promise<number> => {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
};
