// Decides what to keep of the existing page: unchanged folders of lectures, the paths of their videos, and the list of
// failed videos.
import { lectureName } from '../contracts/keys.ts';
import { inOrder } from '../text/order.ts';
import type { FolderEntry, PageProblem } from './course-data.ts';
import type { FoundFolder } from './find-lectures.ts';

/** The path of a lecture's video, relative to the page; undefined if it is unknown. */
export type MediaPath = (lecture: string) => string | undefined;

export const lecturesIn = (folders: FolderEntry[]) =>
  folders.flatMap(({ parts }) => parts.flatMap(({ lectures }) => lectures));

/** @param own the names of the page's existing files. */
export const isFolderUnchanged = (found: FoundFolder, before: FolderEntry, own: Set<string>): boolean => {
  const versions = new Map([
    ...lecturesIn([before]).map(({ name, version }) => [name, version] as const),
    ...before.problems.map(({ name, version }) => [name.replace(/\.json$/, ''), version] as const),
  ]);
  return (
    versions.size === found.lectures.length &&
    found.lectures.every(({ name, version }) => version !== '' && versions.get(name) === version) &&
    before.parts.every(({ file }) => own.has(file))
  );
};

/** Keeps the earlier path of a video whose path is unknown now. */
export const withMedia = (
  folder: FolderEntry,
  before: FolderEntry | undefined,
  media: MediaPath | undefined,
): FolderEntry => {
  const known = new Map(before ? lecturesIn([before]).map((lecture) => [lecture.name, lecture.media]) : []);
  return {
    ...folder,
    parts: folder.parts.map(({ file, lectures }) => ({
      file,
      lectures: lectures.map(({ media: _, ...lecture }) => {
        const path = media?.(lecture.name) ?? known.get(lecture.name);
        return path === undefined ? lecture : { ...lecture, media: path };
      }),
    })),
  };
};

/** The failed videos of this run, and those of earlier runs that still have no transcript. */
export const stillFailed = (
  folders: FolderEntry[],
  before: PageProblem[],
  { failed = [], isGone }: { failed?: PageProblem[]; isGone?: (key: string) => boolean },
): PageProblem[] => {
  const keys = [...lecturesIn(folders).map(({ source }) => source), ...failed.map(({ name }) => name)];
  const known = new Set(keys.map((key) => lectureName(key, '')));
  const older = before.filter(({ name }) => !known.has(lectureName(name, '')) && !isGone?.(name));
  return [...failed, ...older].toSorted((a, b) => inOrder(a.name, b.name));
};
