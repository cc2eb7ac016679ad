// Saves the whole course as course.md.
import type { CourseData } from '../../services/shared/page/course-data.ts';
import { unpackWords } from '../../services/shared/page/lecture-data.ts';
import { correctData } from '../corrections/state.ts';
import { saveFile } from '../save.ts';
import { loadLecture } from './course.ts';
import type { CourseLecture } from './lectures.ts';
import { courseHeading, toHeadings, toMarkdown } from './markdown.ts';

/** @throws {Error} if a part of the course cannot be loaded: half a course would look like a whole one. */
export const saveCourse = async ({ title }: CourseData, lectures: CourseLecture[]): Promise<void> => {
  const blocks = [courseHeading(title)];
  let before = '';
  for (const lecture of lectures) {
    const words = unpackWords(correctData(await loadLecture(lecture)));
    blocks.push(...toHeadings(lecture.name, before), ...toMarkdown(words, lecture.nothing));
    before = lecture.name;
  }
  saveFile('course.md', blocks.join('\n'), 'text/markdown');
};
