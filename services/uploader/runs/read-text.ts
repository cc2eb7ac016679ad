// A file of the user's folder, where it is there.
import { readFile } from 'node:fs/promises';
import { codeOf } from '../../shared/contracts/errors.ts';
import { fileFault } from '../failures/file-fault.ts';

/** @throws {FileFault} a file that is there and cannot be read. */
export const readIfThere = async (path: string): Promise<Buffer | undefined> => {
  try {
    return await readFile(path);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw fileFault(error, path);
  }
};

export const readTextIfThere = async (path: string): Promise<string | undefined> =>
  (await readIfThere(path))?.toString();
