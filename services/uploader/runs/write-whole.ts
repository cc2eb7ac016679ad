// Writes a file completely or not at all: to a temporary file beside it, which is then renamed. A later run removes
// the temporary files of a killed one.
import { randomUUID } from 'node:crypto';
import { readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { makeFolder } from '../../shared/system/make-folder.ts';
import { fileFault } from '../failures/file-fault.ts';

/** A short name, since the file's own may have the maximal length; unique, since two runs may write one file. */
const partName = (): string => `.${randomUUID()}.part`;
const PART = /^\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.part$/;

/** Longer than writing any text takes, even with a remote disk and a wrong clock. */
const STALE_MS = 60 * 60_000;

/** @throws {UserError} if the disk refuses it. */
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

/** Removes what killed runs left in a folder, except recent files, which another run may be writing, and what cannot be removed. */
export const removeStale = async (folder: string): Promise<void> => {
  const parts = (await readdir(folder)).filter((name) => PART.test(name));
  for (const path of parts.map((name) => join(folder, name))) {
    const found = await stat(path).catch(() => undefined);
    if (found && Date.now() - found.mtimeMs > STALE_MS) await rm(path, { force: true }).catch(() => {});
  }
};
