// Reads a course's glossary.txt files. What they mean is in `shared/contracts/glossary.ts`.
import { readFile, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import pLimit from 'p-limit';
import { codeOf, UserError } from '../../shared/contracts/errors.ts';
import { foldersOf, GLOSSARY, parseTerms } from '../../shared/contracts/glossary.ts';
import { kindFault } from '../failures/file-kind.ts';

const AT_ONCE = 16;

/** The terms of each key folder that holds a glossary, including the prefix. */
export const readGlossaries = async (
  dir: string,
  files: { path: string; key: string }[],
): Promise<Map<string, string[]>> => {
  const limit = pLimit(AT_ONCE);
  const places = [...placesOf(dir, files)];
  const terms = await Promise.all(
    places.map(([onDisk]) => limit(() => readTerms(join(dir, onDisk, GLOSSARY)))),
  );
  const glossaries = new Map<string, string[]>();
  for (const [index, [, folder]] of places.entries())
    glossaries.set(folder, [...(glossaries.get(folder) ?? []), ...(terms[index] ?? [])]);
  return glossaries;
};

/** Maps folders on disk to key folders, which are in NFC. */
const placesOf = (dir: string, files: { path: string; key: string }[]): Map<string, string> => {
  const places = new Map<string, string>();
  for (const { path, key } of files) {
    const onDisk = foldersOf(relative(dir, path).split(sep).join('/'));
    const inKeys = foldersOf(key).slice(-onDisk.length);
    for (const [index, folder] of onDisk.entries()) places.set(folder, inKeys[index] ?? '');
  }
  return places;
};

/** @throws {UserError} if it is a pipe or a device. */
const readTerms = async (path: string): Promise<string[]> => {
  try {
    const found = await stat(path);
    // It may also be a folder of lessons.
    if (found.isDirectory()) return [];
    const kind = kindFault(found);
    if (kind) throw new UserError(`${path} ${kind}. Rename or remove it, and run the same command again.`);
    return parseTerms(await readFile(path, 'utf8'));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
};
