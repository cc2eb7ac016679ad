// How much room a disk has. Not a promise: others write to the same disk.
import { statfs } from 'node:fs/promises';

/** What an ordinary user may still write to the disk of this folder, in bytes. */
export const freeBytesOf = async (folder: string): Promise<number> => {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
};
