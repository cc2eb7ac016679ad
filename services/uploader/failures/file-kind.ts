// What stands at a path where a file should be. Asked before it is opened: a pipe would keep the run waiting for ever.
import type { Stats } from 'node:fs';

/** What to say of a path after it; undefined of a file. */
export const kindFault = (found: Stats): string | undefined => {
  if (found.isFile()) return undefined;
  if (found.isDirectory()) return 'is a folder, not a file';
  if (found.isFIFO()) return 'is a pipe, not a file';
  if (found.isSocket()) return 'is a socket, not a file';
  return 'is a device, not a file';
};
