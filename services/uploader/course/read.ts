// Reads the course from disk: which files are videos, and everything that is wrong with them, before anything is sent.
// It reads sizes and times, not contents.
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { join } from 'node:path';
import pLimit from 'p-limit';
import { codeOf, UserError } from '../../shared/contracts/errors.ts';
import { isMedia } from '../../shared/contracts/keys.ts';
import { CORRECTIONS } from '../../shared/corrections/corrections.ts';
import { INDEX, isPageFile } from '../../shared/page/page-files.ts';
import { inOrder } from '../../shared/text/order.ts';
import { kindFault } from '../failures/file-kind.ts';
import { type CourseEntry, clashesOf, notesOn } from './clashes.ts';
import type { Course, CourseOptions, LeftOut, Problem } from './course.ts';
import { makeFilter } from './filter.ts';
import { afterDownload, isDownloadNote, isInLayout, isTranscriptInLayout, keyFault } from './names.ts';
import {
  describeNothing,
  describeProblems,
  NO_MEDIA,
  NOT_IN_LAYOUT,
  OF_PAGE,
  TRANSCRIPT,
} from './refusal.ts';
import { type FoundFile, unreadable, walk } from './walk.ts';

export type { Course, CourseFile, CourseOptions } from './course.ts';

/** Files checked at once, so that 20,000 of them do not all wait in memory. */
const AT_ONCE = 32;

/**
 * Lists the course in key order.
 * @throws {UserError} with every wrong path and the reason.
 */
export const readCourse = async (dir: string, options: CourseOptions): Promise<Course> => {
  const { anyLayout, out, prefix } = options;
  const filter = makeFilter(options);
  const { files: found, folders, leftOut, problems } = await walk(dir, out, filter);
  const { wanted, unfinished, ...others } = choose(found, anyLayout);
  const limit = pLimit(AT_ONCE);
  const checked = await Promise.all(wanted.map((file) => limit(() => check(dir, file, prefix))));
  const files = checked.filter((entry) => 'size' in entry).toSorted(byKey);
  const keyFolders = new Set(folders.map((path) => prefix + path.normalize('NFC')));
  const wrong = [
    ...problems,
    ...others.problems,
    ...(anyLayout ? [] : foldersForVideos(folders)),
    ...checked.filter((entry) => 'reason' in entry),
    ...clashesOf(files, keyFolders),
  ];
  const notReady = [
    ...checked
      .filter((entry) => 'notReady' in entry)
      .map(({ relative, key, notReady }) => ({ path: relative, key, reason: notReady })),
    ...unfinished.map((path) => ({ path, key: prefix + path.normalize('NFC'), reason: DOWNLOADING })),
  ].toSorted(byPath);
  if (wrong.length > 0) throw new UserError(describeProblems(dir, [...wrong, ...notReady], anyLayout));
  const left = [...leftOut, ...others.leftOut].toSorted(byPath);
  if (files.length === 0)
    throw new UserError(
      notReady.length > 0
        ? describeProblems(dir, notReady, true)
        : [describeNothing(dir, left, anyLayout), ...filter.unused()].join('\n'),
    );
  return {
    files: files.map(({ path, key, size, modifiedMs }) => ({ path, key, size, modifiedMs })),
    leftOut: left,
    notReady,
    notes: [...filter.unused(), ...notesOn(files)],
  };
};

const EMPTY = 'is empty (0 bytes)';
const DOWNLOADING = 'is an unfinished download';

const byKey = (a: CourseEntry, b: CourseEntry): number => inOrder(a.key, b.key);
const byPath = (a: LeftOut, b: LeftOut): number => inOrder(a.path, b.path);

type Choice = { wanted: FoundFile[]; unfinished: string[]; leftOut: LeftOut[]; problems: Problem[] };

const choose = (files: FoundFile[], anyLayout: boolean): Choice => {
  const chosen: Choice = { wanted: [], unfinished: [], leftOut: [], problems: [] };
  // Judge by the name only: files in runs/ or work/ are media, too, and are refused with a reason.
  const isVideo = (path: string) =>
    anyLayout ? isMedia(path.slice(path.lastIndexOf('/') + 1)) : isInLayout(path);
  const isUnfinished = makeIsUnfinished(files, isVideo);
  for (const file of files) {
    const { path } = file;
    if (isUnfinished(path)) chosen.unfinished.push(path);
    else if (isVideo(path)) chosen.wanted.push(file);
    else if (isOfPage(path)) chosen.leftOut.push({ path, reason: OF_PAGE });
    else if (anyLayout || isDownloadNote(path)) chosen.leftOut.push({ path, reason: NO_MEDIA });
    else if (isTranscriptInLayout(path)) chosen.leftOut.push({ path, reason: TRANSCRIPT });
    else chosen.problems.push({ path, reason: NOT_IN_LAYOUT });
  }
  return chosen;
};

/** Whether a file belongs to the course page, for a course that is its own `--out`. */
const isOfPage = (path: string): boolean => path === INDEX || path === CORRECTIONS || isPageFile(path);

/** aria2 writes to the file itself and keeps a note beside it; others use another name until the end. */
const makeIsUnfinished = (files: FoundFile[], isVideo: (path: string) => boolean) => {
  const notes = new Set(files.map(({ path }) => path).filter(isDownloadNote));
  return (path: string): boolean => {
    if (isVideo(path)) return notes.has(`${path}.aria2`);
    const later = afterDownload(path);
    return later !== undefined && isVideo(later);
  };
};

/** In any layout a folder may be called `talk.mp4`; here it stands where a video should be. */
const foldersForVideos = (folders: string[]): Problem[] =>
  folders
    .filter((path) => isInLayout(path.slice(0, -1)))
    .map((path) => ({ path, reason: 'is a folder, not a file' }));

type Empty = { relative: string; key: string; notReady: string };

const check = async (
  dir: string,
  file: FoundFile,
  prefix: string,
): Promise<CourseEntry | Problem | Empty> => {
  const { path: relative, fault } = file;
  // macOS may store é as two characters; NFC gives the same keys on every system.
  const key = prefix + relative.normalize('NFC');
  const wrong = fault ?? ownFault(key) ?? keyFault(key);
  if (wrong) return { path: relative, reason: wrong };
  const path = join(dir, relative);
  try {
    const found = await stat(path);
    const reason = kindFault(found);
    if (reason) return { path: relative, reason };
    if (found.size === 0) return { relative, key, notReady: EMPTY };
    await access(path, constants.R_OK);
    return { relative, path, key, size: found.size, modifiedMs: found.mtimeMs };
  } catch (error) {
    return { path: relative, reason: accessFault(error) };
  }
};

const ownFault = (key: string): string | undefined =>
  isMedia(key)
    ? undefined
    : 'is in runs/ or work/, which are reserved in the buckets: rename the folder, or pass --prefix';

const accessFault = (error: unknown): string =>
  codeOf(error) === 'ENOENT' ? 'disappeared while the course was being read' : unreadable(error);
