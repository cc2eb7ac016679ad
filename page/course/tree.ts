// The folders of a course as a tree, which the outline shows and which sets the order of the lectures.
import type { CourseData, FolderEntry } from '../../services/shared/page/course-data.ts';
import { inOrder } from '../../services/shared/text/order.ts';
import type { CourseLecture } from './lectures.ts';

/** `name` is the name that the lecture would have, `file` the video's file name. */
export type FailedItem = { name: string; file: string; reason: string };

export type Branch = { path: string; title: string; children: TreeItem[] };
export type TreeItem = Branch | CourseLecture | FailedItem;

export const isBranch = (child: TreeItem): child is Branch => 'children' in child;
export const isFailed = (child: TreeItem): child is FailedItem => 'reason' in child;

/** `week1/lesson1` is `lesson1`. */
export const titleOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

const parentOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));

/** The course's prefix in its bucket: keys of videos start with it, names of lectures do not. */
const prefixOf = (folders: FolderEntry[]): string => {
  const lecture = folders.flatMap(({ parts }) => parts).flatMap(({ lectures }) => lectures)[0];
  return lecture ? lecture.source.slice(0, Math.max(0, lecture.source.indexOf(`${lecture.name}.`))) : '';
};

/** @returns the root of the tree. */
export const toTree = ({ folders, failed }: CourseData): Branch => {
  const top: Branch = { path: '', title: '', children: [] };
  const known = new Map([['', top]]);
  const branchOf = (path: string): Branch => {
    const old = known.get(path);
    if (old) return old;
    const branch = { path, title: titleOf(path), children: [] };
    known.set(path, branch);
    branchOf(parentOf(path)).children.push(branch);
    return branch;
  };
  for (const { name, parts } of folders)
    for (const { file, lectures } of parts)
      for (const lecture of lectures) branchOf(name).children.push({ ...lecture, file });
  const prefix = prefixOf(folders);
  for (const { name: key, reason } of failed) {
    const path = key.startsWith(prefix) ? key.slice(prefix.length) : key;
    const name = path.replace(/\.[^./]*$/, '');
    branchOf(parentOf(path)).children.push({ name, file: titleOf(path), reason });
  }
  for (const { children } of known.values()) children.sort((a, b) => inOrder(placeOf(a), placeOf(b)));
  return top;
};

const placeOf = (child: TreeItem): string => titleOf(isBranch(child) ? child.path : child.name);

/** Lists them in the order of the course. */
export const lecturesOf = ({ children }: Branch): CourseLecture[] =>
  children.flatMap((child) => {
    if (isBranch(child)) return lecturesOf(child);
    return isFailed(child) ? [] : [child];
  });

export const failedIn = ({ children }: Branch): FailedItem[] =>
  children.flatMap((child) => {
    if (isBranch(child)) return failedIn(child);
    return isFailed(child) ? [child] : [];
  });
