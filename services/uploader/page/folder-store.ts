// A folder of transcripts as the store for its course page.
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '../../shared/contracts/errors.ts';
import type { PageStore } from '../../shared/page/page-store.ts';
import { fileFault } from '../failures/file-fault.ts';
import { writeWhole } from '../runs/write-whole.ts';

/**
 * @param signal stops before the next file, so that no file is incomplete.
 * @throws {FileFault} from each function, if the disk refuses something.
 */
export const openPageFolder = (folder: string, signal?: AbortSignal): PageStore => ({
  list: () => walkFiles(folder),
  read: async (name) => {
    signal?.throwIfAborted();
    return onDisk(join(folder, name), (path) => readFile(path));
  },
  write: async (name, body) => {
    signal?.throwIfAborted();
    return writeWhole(join(folder, name), body);
  },
  remove: (name) => onDisk(join(folder, name), (path) => rm(path, { force: true })),
});

const onDisk = async <T>(path: string, act: (path: string) => Promise<T>): Promise<T> => {
  try {
    return await act(path);
  } catch (error) {
    throw fileFault(error, path);
  }
};

/** Skips names that begin with a dot, which are the uploader's or the system's, and files that are deleted meanwhile. */
export async function* walkFiles(
  folder: string,
  below = '',
): AsyncGenerator<{ name: string; version: string }> {
  const entries = await onDisk(join(folder, below), (path) => readdir(path, { withFileTypes: true }));
  for (const entry of entries) {
    if (entry.name.startsWith('.')) continue;
    const name = below + entry.name;
    if (entry.isDirectory()) yield* walkFiles(folder, `${name}/`);
    else if (entry.isFile() || entry.isSymbolicLink()) yield* fileAt(folder, name);
  }
}

async function* fileAt(folder: string, name: string): AsyncGenerator<{ name: string; version: string }> {
  try {
    const found = await stat(join(folder, name));
    if (found.isFile()) yield { name, version: `${found.size}-${Math.round(found.mtimeMs)}` };
  } catch (error) {
    if (!['ENOENT', 'ELOOP', 'EACCES'].includes(codeOf(error))) throw fileFault(error, join(folder, name));
  }
}
