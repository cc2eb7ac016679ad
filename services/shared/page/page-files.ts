// The files of a page. Each name contains a hash of the content, so a file never changes: making a page again does not
// disturb readers. Only index.html, which is written last, is replaced.
//   index.html
//   page/app-<hash>.js, page/app-<hash>.css     the program
//   page/course-<hash>.js                       CourseData
//   page/corrections-<hash>.js                  Corrections, if there are any
//   page/words-<hash>.js                        LectureData of some lectures of one folder
import { createHash } from 'node:crypto';
import type { Corrections } from '../corrections/corrections.ts';
import { CourseData } from './course-data.ts';
import type { LectureData } from './lecture-data.ts';

export const INDEX = 'index.html';

/** The functions that the scripts call; the program defines them. */
const COURSE_CALL = 'showCourse';
const WORDS_CALL = 'showWords';
const CORRECTIONS_CALL = 'showCorrections';

export type PageFile = { name: string; body: Buffer; contentType: string };

const OWN_FILE = /^page\/(?:app|course|corrections|words)-[0-9a-f]{16}\.(?:js|css)$/;
const COURSE_FILE = /page\/course-[0-9a-f]{16}\.js/;

export const isPageFile = (name: string): boolean => OWN_FILE.test(name);

const CONTENT_TYPES = { js: 'text/javascript; charset=utf-8', css: 'text/css; charset=utf-8' };

export const pageFile = (
  kind: 'app' | 'course' | 'corrections' | 'words',
  type: 'js' | 'css',
  body: Buffer,
): PageFile => {
  const hash = createHash('sha256').update(body).digest('hex').slice(0, 16);
  return { name: `page/${kind}-${hash}.${type}`, body, contentType: CONTENT_TYPES[type] };
};

const script = (call: string, data: unknown): Buffer => Buffer.from(`${call}(${JSON.stringify(data)});\n`);

/** @param lectures some lectures of one folder. */
export const wordsFile = (lectures: LectureData[]): PageFile =>
  pageFile('words', 'js', script(WORDS_CALL, lectures));

export const courseFile = (course: CourseData): PageFile =>
  pageFile('course', 'js', script(COURSE_CALL, course));

export const correctionsFile = (corrections: Corrections): PageFile =>
  pageFile('corrections', 'js', script(CORRECTIONS_CALL, corrections));

/** @returns undefined if it is broken or of another format: it can be made again. */
export const readCourseFile = (body: string): CourseData | undefined => {
  try {
    return CourseData.parse(JSON.parse(body.slice(COURSE_CALL.length + 1, body.lastIndexOf(')'))));
  } catch {
    return undefined;
  }
};

/** @returns the name of the page's outline; undefined if this index.html is not a course page. */
export const courseFileOf = (index: string): string | undefined => COURSE_FILE.exec(index)?.[0];

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** @param template page/index.html of the sources, with a placeholder for each of the others. */
export const indexFile = (
  template: string,
  places: { title: string; style: string; app: string; course: string },
): PageFile => ({
  name: INDEX,
  body: Buffer.from(
    Object.entries(places).reduce(
      (html, [place, text]) => html.replaceAll(`%${place}%`, () => escapeHtml(text)),
      template,
    ),
  ),
  contentType: 'text/html; charset=utf-8',
});
