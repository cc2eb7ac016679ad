// A file that is there whole or not at all: written beside its place, then renamed. What a killed run leaves beside it
// is removed by a later one.
import { randomUUID } from 'node:crypto';
import { readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { makeFolder } from '../../shared/system/make-folder.ts';
import { fileFault } from '../failures/file-fault.ts';

/** A short name, since the file's own may be as long as a name can be; another each time, since two runs may write one file. */
const partName = (): string => `.${randomUUID()}.part`;
const PART = /^\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.part$/;

/** No text takes so long to be written, even where a disk is far away and a clock is wrong. */
const STALE_MS = 60 * 60_000;

/** @throws {UserError} where the disk does not take it. */
export const writeWhole = async (path: string, text: string | Uint8Array): Promise<void> => {
  const beside = join(dirname(path), partName());
  try {
    await makeFolder(dirname(path));
    await writeFile(beside, text);
    await rename(beside, path);
  } catch (error) {
    throw fileFault(error, path);
  } finally {
    await rm(beside, { force: true }).catch(() => {});
  }
};

/** Removes what killed runs left in a folder; what a run may be writing just now stays, and so does what cannot go. */
export const removeStale = async (folder: string): Promise<void> => {
  const parts = (await readdir(folder)).filter((name) => PART.test(name));
  for (const path of parts.map((name) => join(folder, name))) {
    const found = await stat(path).catch(() => undefined);
    if (found && Date.now() - found.mtimeMs > STALE_MS) await rm(path, { force: true }).catch(() => {});
  }
};
