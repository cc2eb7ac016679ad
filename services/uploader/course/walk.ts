// Walks the course's folder, with nested and linked folders. read.ts decides which files are videos.
import { isUtf8 } from 'node:buffer';
import type { Dirent } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import pLimit, { type LimitFunction } from 'p-limit';
import { codeOf, UserError } from '../../shared/contracts/errors.ts';
import { GLOSSARY } from '../../shared/contracts/glossary.ts';
import { wordsOf } from '../failures/file-fault.ts';
import { kindFault } from '../failures/file-kind.ts';
import type { LeftOut, Problem } from './course.ts';
import { type Filter, IGNORE_FILE } from './filter.ts';
import { leadsTo, makePlaces, type Places, type Target } from './links.ts';
import { strayName } from './names.ts';

/** Folders open at once: each takes a file descriptor. */
const AT_ONCE = 16;

/** `path` is relative to the course: '', or ends in a slash. */
type Folder = { path: string; real: string };

/** Not a folder; with a `fault` it cannot be a video. */
export type FoundFile = { path: string; fault?: string };

export type Walked = { files: FoundFile[]; folders: string[]; leftOut: LeftOut[]; problems: Problem[] };

type Walk = Walked & { dir: string; filter: Filter; places: Places; limit: LimitFunction; links: string[] };

/**
 * Follows links to folders, and visits each folder once.
 * @throws {UserError} if `dir` itself cannot be read; unreadable entries in it become problems.
 */
export const walk = async (dir: string, out: string, filter: Filter): Promise<Walked> => {
  const places = await makePlaces(dir, out).catch((error) => {
    throw refusal(dir, error);
  });
  const found: Walked = { files: [], folders: [], leftOut: [], problems: [] };
  const walking: Walk = { ...found, dir, filter, places, limit: pLimit(AT_ONCE), links: [] };
  await visit(walking, { path: '', real: places.root });
  // Links come last and one by one, so that a folder with two paths is always found under the same one.
  while (walking.links.length > 0) {
    const paths = walking.links.splice(0).toSorted();
    const targets = await Promise.all(
      paths.map((path) => walking.limit(() => leadsTo(join(dir, path)).then((target) => ({ path, target })))),
    );
    for (const { path, target } of targets) await follow(walking, path, target);
  }
  return found;
};

const visit = async (walking: Walk, folder: Folder): Promise<void> => {
  const { path, real } = folder;
  const reason = walking.places.take(real, path);
  if (reason) {
    walking.leftOut.push({ path, reason });
    return;
  }
  walking.folders.push(path);
  const entries = await walking.limit(() => readFolder(walking, path));
  const below = entries.map((entry) => take(walking, folder, entry)).filter((found) => found !== undefined);
  await Promise.all(below.map((found) => visit(walking, found)));
};

/** Files an entry under its kind; returns a folder that is to be visited. */
const take = (walking: Walk, folder: Folder, entry: Dirent<Buffer>): Folder | undefined => {
  const name = entry.name.toString();
  const isFolder = entry.isDirectory();
  if (!isFolder && (name === GLOSSARY || name === IGNORE_FILE)) return undefined;
  const path = `${folder.path}${name}${isFolder ? '/' : ''}`;
  const reason = strayName(name) ?? walking.filter.reason(path);
  if (reason) walking.leftOut.push({ path, reason });
  else if (!isUtf8(entry.name)) notText(walking, path, isFolder);
  else if (isFolder) return { path, real: join(folder.real, name) };
  else if (entry.isSymbolicLink()) walking.links.push(path);
  else walking.files.push({ path });
  return undefined;
};

/** No key can hold such a name, and its string form does not lead to the folder's contents. */
const notText = ({ problems, files }: Walked, path: string, isFolder: boolean) => {
  const fault = 'has a name that is not UTF-8: rename it';
  if (isFolder) problems.push({ path, reason: fault });
  else files.push({ path, fault });
};

const follow = async (walking: Walk, path: string, target: Target): Promise<void> => {
  if ('fault' in target) walking.files.push({ path, fault: target.fault });
  else if (target.folder === undefined) walking.files.push({ path });
  else {
    const reason = walking.filter.reason(`${path}/`);
    if (reason) walking.leftOut.push({ path: `${path}/`, reason });
    else await visit(walking, { path: `${path}/`, real: target.folder });
  }
};

const readFolder = async (walking: Walk, path: string): Promise<Dirent<Buffer>[]> => {
  try {
    // Read as bytes: decoding would change a name that is not UTF-8.
    const entries = await readdir(join(walking.dir, path), { withFileTypes: true, encoding: 'buffer' });
    if (entries.some((entry) => !entry.isDirectory() && entry.name.toString() === IGNORE_FILE))
      await readRules(walking, path);
    return entries;
  } catch (error) {
    if (path === '') throw refusal(walking.dir, error);
    walking.problems.push({ path, reason: unreadable(error) });
    return [];
  }
};

const readRules = async ({ dir, filter, problems }: Walk, folder: string): Promise<void> => {
  const path = `${folder}${IGNORE_FILE}`;
  try {
    const kind = kindFault(await stat(join(dir, path)));
    if (kind) problems.push({ path, reason: kind });
    else filter.addRules(folder, await readFile(join(dir, path), 'utf8'));
  } catch (error) {
    problems.push({ path, reason: unreadable(error) });
  }
};

/** The reason, as it continues the path in a message. */
export const unreadable = (error: unknown): string => {
  const code = codeOf(error);
  if (code === 'EACCES') return 'cannot be read: check its permissions';
  const words = wordsOf(code);
  return words
    ? `cannot be read: ${words.what}. ${words.help.replace(/\.$/, '')}`
    : `cannot be read (${code || error})`;
};

const refusal = (dir: string, error: unknown): unknown => {
  const code = codeOf(error);
  if (code === '') return error;
  if (code === 'ENOENT') return new UserError(`There is no folder ${dir}.`, { cause: error });
  if (code === 'ENOTDIR') return new UserError(`${dir} is a file. Pass the course folder.`, { cause: error });
  return new UserError(`${dir} ${unreadable(error)}.`, { cause: error });
};
