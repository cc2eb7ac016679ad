// The folders of a course as a tree, for its outline.
import type { CourseData } from '../../services/shared/page/course-data.ts';
import type { CourseLecture } from './lectures.ts';

export type Branch = { path: string; title: string; branches: Branch[]; lectures: CourseLecture[] };

/** `week1/lesson1` is `lesson1`. */
export const titleOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** @returns the top of the course, in its order. */
export const toTree = ({ folders }: CourseData): Branch => {
  const top: Branch = { path: '', title: '', branches: [], lectures: [] };
  const known = new Map([['', top]]);
  const branchOf = (path: string): Branch => {
    const old = known.get(path);
    if (old) return old;
    const branch = { path, title: titleOf(path), branches: [], lectures: [] };
    known.set(path, branch);
    branchOf(path.slice(0, Math.max(0, path.lastIndexOf('/')))).branches.push(branch);
    return branch;
  };
  for (const { name, parts } of folders)
    for (const { file, lectures } of parts)
      branchOf(name).lectures.push(...lectures.map((lecture) => ({ ...lecture, file })));
  return top;
};

export const countOf = ({ branches, lectures }: Branch): number =>
  branches.reduce((sum, branch) => sum + countOf(branch), lectures.length);
