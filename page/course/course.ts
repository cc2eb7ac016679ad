// Loads the data of the course as scripts that call a function, since a page on a disk can load nothing else. The outline
// comes with the page, the words of each part on demand.
import type { Corrections } from '../../services/shared/corrections/corrections.ts';
import type { CourseData } from '../../services/shared/page/course-data.ts';
import type { LectureData } from '../../services/shared/page/lecture-data.ts';
import type { CourseLecture } from './lectures.ts';

declare global {
  var showCourse: (course: CourseData) => void;
  var showWords: (lectures: LectureData[]) => void;
  var showCorrections: (corrections: Corrections) => void;
}

const parts = new Map<string, Promise<LectureData[]>>();
const arrived = new Map<string, LectureData[]>();

/** Defines the functions that the data scripts call. */
export const receiveCourse = (show: (course: CourseData) => void): void => {
  globalThis.showCourse = show;
  globalThis.showWords = (lectures) => {
    const { currentScript } = document;
    if (currentScript) arrived.set(currentScript.getAttribute('src') ?? '', lectures);
  };
};

/** @throws {Error} if the file is gone: the page was made again, or only copied in part. */
const loadScript = (file: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = file;
    script.onload = () => {
      script.remove();
      resolve();
    };
    script.onerror = () => {
      script.remove();
      reject(
        new Error(
          `${file} cannot be loaded. If the page was made again meanwhile, reload it; if it was copied, copy the folder "page" too.`,
        ),
      );
    };
    document.head.append(script);
  });

/** @throws {Error} as `loadScript`. */
export const loadCorrections = async (file: string): Promise<Corrections | undefined> => {
  let corrections: Corrections | undefined;
  globalThis.showCorrections = (loaded) => {
    corrections = loaded;
  };
  await loadScript(file);
  return corrections;
};

const loadWords = async (file: string): Promise<LectureData[]> => {
  try {
    await loadScript(file);
  } catch (error) {
    // The next attempt may succeed.
    parts.delete(file);
    throw error;
  }
  const lectures = arrived.get(file);
  arrived.delete(file);
  if (!lectures) throw new Error(`${file} is broken. Make the page again: uploader page FOLDER.`);
  return lectures;
};

/** @throws {Error} as `loadScript`. */
export const loadPart = (file: string): Promise<LectureData[]> => {
  const loading = parts.get(file) ?? loadWords(file);
  parts.set(file, loading);
  return loading;
};

export const loadLecture = async (lecture: CourseLecture): Promise<LectureData> => {
  const found = (await loadPart(lecture.file)).find(({ name }) => name === lecture.name);
  if (!found) throw new Error(`${lecture.file} has no ${lecture.name}. Make the page again.`);
  return found;
};
