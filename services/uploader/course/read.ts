// The course on disk: which files are videos, and everything that is wrong with it, found before anything is sent.
// Not what a file holds: of each only its size and time are read.
import { constants, type Stats } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { join } from 'node:path';
import pLimit from 'p-limit';
import { codeOf, UserError } from '../../shared/errors.ts';
import { isMedia } from '../../shared/keys.ts';
import { clashesOf, notesOn, type Placed } from './clashes.ts';
import type { Course, CourseOptions, LeftOut, Problem } from './course.ts';
import { makeFilter } from './filter.ts';
import { isInLayout, isTranscriptInLayout, keyFault } from './names.ts';
import { inOrder } from './order.ts';
import { describeNothing, describeProblems, NO_MEDIA, NOT_IN_LAYOUT, TRANSCRIPT } from './refusal.ts';
import { type Found, unreadable, walk } from './walk.ts';

export type { Course, CourseFile, CourseOptions, LeftOut } from './course.ts';

/** Questions to the disk at once: of 20,000 files the others wait here, not in memory. */
const AT_ONCE = 32;

/**
 * Lists the course, in the order of its keys.
 * @throws {UserError} with every path that is wrong and why.
 */
export const readCourse = async (dir: string, options: CourseOptions): Promise<Course> => {
  const { anyLayout, out, prefix } = options;
  const filter = makeFilter(options);
  const { files: found, folders, leftOut, problems } = await walk(dir, out, filter);
  const { wanted, ...others } = choose(found, anyLayout);
  const limit = pLimit(AT_ONCE);
  const checked = await Promise.all(wanted.map((file) => limit(() => check(dir, file, prefix))));
  const files = checked.filter((entry) => 'key' in entry).toSorted(byKey);
  const keyFolders = new Set(folders.map((path) => prefix + path.normalize('NFC')));
  const wrong = [
    ...problems,
    ...others.problems,
    ...(anyLayout ? [] : foldersForVideos(folders)),
    ...checked.filter((entry) => 'reason' in entry),
    ...clashesOf(files, keyFolders),
  ];
  if (wrong.length > 0) throw new UserError(describeProblems(dir, wrong, anyLayout));
  const left = [...leftOut, ...others.leftOut].toSorted(byPath);
  if (files.length === 0) throw new UserError(describeNothing(dir, left, anyLayout));
  return {
    files: files.map(({ path, key, size, modifiedMs }) => ({ path, key, size, modifiedMs })),
    leftOut: left,
    notes: [...filter.unused(), ...notesOn(files)],
  };
};

const byKey = (a: Placed, b: Placed): number => inOrder(a.key, b.key);
const byPath = (a: LeftOut, b: LeftOut): number => inOrder(a.path, b.path);

type Choice = { wanted: Found[]; leftOut: LeftOut[]; problems: Problem[] };

const choose = (files: Found[], anyLayout: boolean): Choice => {
  const chosen: Choice = { wanted: [], leftOut: [], problems: [] };
  for (const file of files) {
    const { path } = file;
    // By its name alone: what lies in runs/ or work/ is media, too, and refused with a reason.
    const isWanted = anyLayout ? isMedia(path.slice(path.lastIndexOf('/') + 1)) : isInLayout(path);
    if (isWanted) chosen.wanted.push(file);
    else if (anyLayout) chosen.leftOut.push({ path, reason: NO_MEDIA });
    else if (isTranscriptInLayout(path)) chosen.leftOut.push({ path, reason: TRANSCRIPT });
    else chosen.problems.push({ path, reason: NOT_IN_LAYOUT });
  }
  return chosen;
};

/** In another layout a folder may be called `talk.mp4`; here it stands where a video should be. */
const foldersForVideos = (folders: string[]): Problem[] =>
  folders
    .filter((path) => isInLayout(path.slice(0, -1)))
    .map((path) => ({ path, reason: 'is a folder, not a file' }));

const check = async (dir: string, file: Found, prefix: string): Promise<Placed | Problem> => {
  const { path: relative, fault } = file;
  // A Mac may keep é as e and an accent: composed, the keys are the same from every system.
  const key = prefix + relative.normalize('NFC');
  const wrong = fault ?? ownFault(key) ?? keyFault(key);
  if (wrong) return { path: relative, reason: wrong };
  const path = join(dir, relative);
  try {
    const found = await stat(path);
    const reason = kindFault(found);
    if (reason) return { path: relative, reason };
    await access(path, constants.R_OK);
    return { relative, path, key, size: found.size, modifiedMs: found.mtimeMs };
  } catch (error) {
    return { path: relative, reason: accessFault(error) };
  }
};

const ownFault = (key: string): string | undefined =>
  isMedia(key)
    ? undefined
    : 'lies in runs/ or work/, which the buckets use themselves: rename the folder, or give a --prefix';

/** Asked before anything is opened: a pipe would keep the run waiting for ever. */
const kindFault = (found: Stats): string | undefined => {
  if (found.isFIFO()) return 'is a pipe, not a file';
  if (found.isSocket()) return 'is a socket, not a file';
  if (found.isBlockDevice() || found.isCharacterDevice()) return 'is a device, not a file';
  if (!found.isFile()) return 'is not a file';
  return found.size === 0 ? 'is empty (0 bytes)' : undefined;
};

const accessFault = (error: unknown): string =>
  codeOf(error) === 'ENOENT' ? 'went away while the course was read' : unreadable(error);
