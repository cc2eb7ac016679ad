// What of the page that is there already stays: folders of lectures that did not change, where their videos are, and which
// videos failed.
import { lectureName } from '../contracts/keys.ts';
import { inOrder } from '../text/order.ts';
import type { FolderEntry, PageProblem } from './course-data.ts';
import type { FoundFolder } from './find-lectures.ts';

/** Where the video of a lecture lies, relative to the page; undefined where nobody knows. */
export type MediaPath = (lecture: string) => string | undefined;

export const lecturesIn = (folders: FolderEntry[]) =>
  folders.flatMap(({ parts }) => parts.flatMap(({ lectures }) => lectures));

/** @param own names of the page's files that are there. */
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

/** What nobody knows now is as it was before. */
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

/** Those of a run, and of earlier runs the videos that still have no transcript, from a file of whatever kind. */
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
