// The data of the course, as scripts that call a function: a page on a disk may load nothing else. The outline is there
// from the start, the words of a part are loaded when they are asked for.
import type { CourseData } from '../../services/shared/page/course-data.ts';
import type { LectureData } from '../../services/shared/page/lecture-data.ts';
import type { CourseLecture } from './lectures.ts';

declare global {
  var showCourse: (course: CourseData) => void;
  var showWords: (lectures: LectureData[]) => void;
}

const parts = new Map<string, Promise<LectureData[]>>();
const arrived = new Map<string, LectureData[]>();

/** Defines what the data scripts call. */
export const receiveCourse = (show: (course: CourseData) => void): void => {
  globalThis.showCourse = show;
  globalThis.showWords = (lectures) => {
    const { currentScript } = document;
    if (currentScript) arrived.set(currentScript.getAttribute('src') ?? '', lectures);
  };
};

/** @throws {Error} where the file is gone: the page was made anew, or not all of it was copied. */
export const loadPart = (file: string): Promise<LectureData[]> => {
  const known = parts.get(file);
  if (known) return known;
  const loading = new Promise<LectureData[]>((resolve, reject) => {
    const script = document.createElement('script');
    script.src = file;
    script.onload = () => {
      script.remove();
      const lectures = arrived.get(file);
      arrived.delete(file);
      if (lectures) resolve(lectures);
      else reject(new Error(`${file} is broken. Make the page again: uploader page FOLDER.`));
    };
    script.onerror = () => {
      script.remove();
      parts.delete(file);
      reject(
        new Error(
          `${file} cannot be loaded. If the page was made again meanwhile, reload it; if it was copied, copy the folder "page" too.`,
        ),
      );
    };
    document.head.append(script);
  });
  parts.set(file, loading);
  return loading;
};

export const loadLecture = async (lecture: CourseLecture): Promise<LectureData> => {
  const found = (await loadPart(lecture.file)).find(({ name }) => name === lecture.name);
  if (!found) throw new Error(`${lecture.file} has no ${lecture.name}. Make the page again.`);
  return found;
};
