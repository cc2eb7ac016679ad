// The lectures of a course as one list.
import type { CourseData, LectureEntry } from '../../services/shared/page/course-data.ts';

export type CourseLecture = LectureEntry & { file: string };

/** In the order of the course. */
export const lecturesOf = ({ folders }: CourseData): CourseLecture[] =>
  folders.flatMap(({ parts: all }) =>
    all.flatMap(({ file, lectures }) => lectures.map((lecture) => ({ ...lecture, file }))),
  );

export const filesOf = ({ folders }: CourseData): string[] =>
  folders.flatMap(({ parts: all }) => all.map(({ file }) => file));
