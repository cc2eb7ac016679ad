// The folders of a course as a tree, for its outline.
import type { CourseData, FolderEntry, PageProblem } from '../../services/shared/page/course-data.ts';
import { inOrder } from '../../services/shared/text/order.ts';
import type { CourseLecture } from './lectures.ts';

export type Branch = {
  path: string;
  title: string;
  branches: Branch[];
  lectures: CourseLecture[];
  failed: PageProblem[];
};

/** `week1/lesson1` is `lesson1`. */
export const titleOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

const parentOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));

/** Of the course in its bucket: the keys of its videos begin with it, and the names of its lectures do not. */
const prefixOf = (folders: FolderEntry[]): string => {
  const lecture = folders.flatMap(({ parts }) => parts).flatMap(({ lectures }) => lectures)[0];
  return lecture ? lecture.source.slice(0, Math.max(0, lecture.source.indexOf(`${lecture.name}.`))) : '';
};

/** @returns the top of the course, in its order. */
export const toTree = ({ folders, failed }: CourseData): Branch => {
  const top: Branch = { path: '', title: '', branches: [], lectures: [], failed: [] };
  const known = new Map([['', top]]);
  const branchOf = (path: string): Branch => {
    const old = known.get(path);
    if (old) return old;
    const branch = { path, title: titleOf(path), branches: [], lectures: [], failed: [] };
    known.set(path, branch);
    branchOf(parentOf(path)).branches.push(branch);
    return branch;
  };
  for (const { name, parts } of folders)
    for (const { file, lectures } of parts)
      branchOf(name).lectures.push(...lectures.map((lecture) => ({ ...lecture, file })));
  const prefix = prefixOf(folders);
  for (const { name, reason } of failed) {
    const path = name.startsWith(prefix) ? name.slice(prefix.length) : name;
    branchOf(parentOf(path)).failed.push({ name: titleOf(path), reason });
  }
  // A folder in which all videos failed came last.
  for (const { branches } of known.values()) branches.sort((a, b) => inOrder(a.path, b.path));
  return top;
};

export const countOf = ({ branches, lectures }: Branch): number =>
  branches.reduce((sum, branch) => sum + countOf(branch), lectures.length);
