// Reads a file in the user's folder, if it exists.
import { readFile, stat } from 'node:fs/promises';
import { codeOf } from '../../shared/contracts/errors.ts';
import { InTheWay } from '../failures/errors.ts';
import { fileFault, wordsOf } from '../failures/file-fault.ts';
import { kindFault } from '../failures/file-kind.ts';

/** Errors that concern only this path; the next file may well be readable. */
const OF_ONE_PATH = ['EACCES', 'EPERM', 'EISDIR', 'ENOTDIR', 'ELOOP'];

/**
 * @throws {InTheWay} if it is not a file, or not readable.
 * @throws {FileFault} if the disk cannot be read.
 */
export const readIfThere = async (path: string): Promise<Buffer | undefined> => {
  try {
    const kind = kindFault(await stat(path));
    if (kind) throw new InTheWay(`${path} ${kind}. Rename or remove it, and run the same command again.`);
    return await readFile(path);
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT') return undefined;
    const words = OF_ONE_PATH.includes(code) ? wordsOf(code) : undefined;
    if (words) throw new InTheWay(`${path}: ${words.what}. ${words.help}`, { cause: error });
    throw fileFault(error, path);
  }
};

export const readTextIfThere = async (path: string): Promise<string | undefined> =>
  (await readIfThere(path))?.toString();
