// What is at a path where a file should be. Checked before opening: a pipe would block for ever.
import type { Stats } from 'node:fs';

/** The reason, as it continues the path in a message; undefined for a file. */
export const kindFault = (found: Stats): string | undefined => {
  if (found.isFile()) return undefined;
  if (found.isDirectory()) return 'is a folder, not a file';
  if (found.isFIFO()) return 'is a pipe, not a file';
  if (found.isSocket()) return 'is a socket, not a file';
  return 'is a device, not a file';
};
