// A lecture as known before its words are loaded, and the files that hold the words.
import type { CourseData, LectureEntry } from '../../services/shared/page/course-data.ts';

export type CourseLecture = LectureEntry & { file: string };

export const filesOf = ({ folders }: CourseData): string[] =>
  folders.flatMap(({ parts: all }) => all.map(({ file }) => file));
