// The course on disk: which files are videos, and everything that is wrong with it, found before anything is sent.
import { constants } from 'node:fs';
import { access, readdir, stat } from 'node:fs/promises';
import { basename, join, relative, sep } from 'node:path';
import { codeOf, UserError } from '../shared/errors.ts';
import { GLOSSARY } from '../shared/glossary.ts';
import { isMedia, keys, MEDIA_EXTENSIONS } from '../shared/keys.ts';

export type CourseFile = { path: string; key: string; size: number; modifiedMs: number };
type Problem = { key: string; reason: string };

const LAYOUT = 'week<number>/lesson<number>/video<number>.mp4';
const IN_LAYOUT = /^week\d+\/lesson\d+\/video\d+\.mp4$/;

/** S3's limit for a key, in bytes of UTF-8. */
const LONGEST_KEY_BYTES = 1_024;

/** Disks take 255; the S3 server of the local run and the transcripts add to a name. */
const LONGEST_NAME_BYTES = 200;

/** What systems and editors leave in folders. */
const isHidden = (key: string): boolean =>
  key.split('/').some((name) => name.startsWith('.') || name === 'Thumbs.db' || name === 'desktop.ini');

/**
 * Lists the course, sorted by key.
 * @param out the folder of the transcripts, which may lie in the course: it is no part of it.
 * @param anyLayout takes every media file of any tree; other files are left out instead of refused.
 * @throws {UserError} with every path that is wrong and why.
 */
export const readCourse = async (dir: string, anyLayout: boolean, out = ''): Promise<CourseFile[]> => {
  const own = `${relative(dir, out)}/`;
  const names = (await listFiles(dir))
    .filter((key) => !isHidden(key) && basename(key) !== GLOSSARY && !(out && key.startsWith(own)))
    .toSorted();
  const wanted = anyLayout ? names.filter(isMediaName) : names;
  const checked = await Promise.all(wanted.map((key) => check(dir, key, anyLayout)));
  const files = checked.filter((entry) => 'path' in entry);
  const problems = [...checked.filter((entry) => 'reason' in entry), ...sharedTranscripts(files)];
  if (problems.length > 0) throw new UserError(describe(dir, problems, anyLayout));
  if (files.length === 0) throw new UserError(nothingIn(dir, names.length, anyLayout));
  return files;
};

const listFiles = async (dir: string): Promise<string[]> => {
  try {
    const entries = await readdir(dir, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => !entry.isDirectory())
      .map((entry) => relative(dir, join(entry.parentPath, entry.name)).split(sep).join('/'));
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT') throw new UserError(`There is no folder ${dir}.`, { cause: error });
    if (code === 'ENOTDIR')
      throw new UserError(`${dir} is a file; give the folder that holds the course.`, { cause: error });
    if (code === 'EACCES')
      throw new UserError(`${dir} may not be read by you: check its permissions.`, { cause: error });
    throw error;
  }
};

/** Also true below runs/ and work/, which `check` then refuses with a reason. */
const isMediaName = (key: string): boolean => isMedia(key.slice(key.lastIndexOf('/') + 1));

const check = async (dir: string, key: string, anyLayout: boolean): Promise<CourseFile | Problem> => {
  if (!anyLayout && !IN_LAYOUT.test(key)) return { key, reason: `is not ${LAYOUT}` };
  if (!isMedia(key))
    return { key, reason: 'lies in runs/ or work/, which the buckets use themselves: rename the folder' };
  // video1.mp4 becomes video1.json, which is longer.
  const longest = Math.max(Buffer.byteLength(key), Buffer.byteLength(keys.transcript(key, 'json')));
  if (longest > LONGEST_KEY_BYTES) return { key, reason: `is longer than S3's ${LONGEST_KEY_BYTES} bytes` };
  const path = join(dir, key);
  if (Buffer.byteLength(basename(key)) > LONGEST_NAME_BYTES)
    return { key, reason: `has a name of over ${LONGEST_NAME_BYTES} bytes` };
  try {
    await access(path, constants.R_OK);
    const found = await stat(path);
    if (!found.isFile()) return { key, reason: 'is not a file' };
    if (found.size === 0) return { key, reason: 'is empty (0 bytes)' };
    return { path, key, size: found.size, modifiedMs: found.mtimeMs };
  } catch (error) {
    return {
      key,
      reason:
        codeOf(error) === 'ENOENT' ? 'is a link to nothing' : 'may not be read by you: check its permissions',
    };
  }
};

/** `video1.mp4` and `video1.mov` would both become `video1.txt`. */
const sharedTranscripts = (files: CourseFile[]): Problem[] => {
  const byTranscript = Map.groupBy(files, ({ key }) => keys.transcript(key, 'txt'));
  return [...byTranscript.values()]
    .filter((group) => group.length > 1)
    .flatMap((group) =>
      group.map(({ key }) => ({
        key,
        reason: `would have the same transcript as ${group.find((other) => other.key !== key)?.key}`,
      })),
    );
};

const describe = (dir: string, problems: Problem[], anyLayout: boolean): string => {
  const list = problems.map(({ key, reason }) => `  ${key} ${reason}`).join('\n');
  const files = problems.length === 1 ? 'One file is' : `${problems.length} files are`;
  const hint = anyLayout ? '' : `\nAnother layout, or other media than mp4? Add --any-layout.`;
  return `${files} wrong in ${dir}, so nothing was sent:\n${list}${hint}`;
};

const nothingIn = (dir: string, others: number, anyLayout: boolean): string => {
  if (others === 0) return `${dir} is empty: there is nothing to transcribe.`;
  const kinds = anyLayout ? MEDIA_EXTENSIONS.join(' ') : LAYOUT;
  return `${dir} holds no media (${kinds}), so there is nothing to transcribe.`;
};
