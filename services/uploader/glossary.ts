// The glossary.txt files of a course on disk. What they mean is `shared/glossary.ts`'s.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '../shared/errors.ts';
import { foldersOf, GLOSSARY, parseTerms } from '../shared/glossary.ts';

/** The terms of each folder that one of the keys lies in. */
export const readGlossaries = async (dir: string, keys: string[]): Promise<Map<string, string[]>> => {
  const folders = [...new Set(keys.flatMap(foldersOf))];
  const terms = await Promise.all(folders.map((folder) => readTerms(join(dir, folder, GLOSSARY))));
  return new Map(folders.map((folder, index) => [folder, terms[index] ?? []]));
};

const readTerms = async (path: string): Promise<string[]> => {
  try {
    return parseTerms(await readFile(path, 'utf8'));
  } catch (error) {
    if (['ENOENT', 'EISDIR'].includes(codeOf(error))) return [];
    throw error;
  }
};
