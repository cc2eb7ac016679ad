// A new course folder for each test.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { beforeEach, it } from '@jest/globals';
import type { Course, CourseOptions } from '../../../../services/uploader/course/course.ts';
import { readCourse } from '../../../../services/uploader/course/read.ts';
import { temporaryFolder } from '../../../fixtures/temporary-folder.ts';

export const STRICT: CourseOptions = { anyLayout: false, out: '', include: [], exclude: [], prefix: '' };

/** For tests of files without read permission, which root can read. */
export const itUnlessRoot = process.getuid?.() === 0 ? it.skip : it;

export type Temporary = {
  /** New for each test. */
  dir: string;
  at: (...parts: string[]) => string;
  add: (...paths: string[]) => Promise<void>;
  write: (path: string, text: string) => Promise<void>;
  read: (options?: Partial<CourseOptions>) => Promise<Course>;
  keys: (options?: Partial<CourseOptions>) => Promise<string[]>;
  /** `path: reason` for each. */
  leftOut: (options?: Partial<CourseOptions>) => Promise<string[]>;
  /** The lines of the error message; `taken` if there is none. */
  refusal: (options?: Partial<CourseOptions>) => Promise<string[]>;
};

export const useTemporaryCourse = (): Temporary => {
  const course: Temporary = {
    dir: '',
    at: (...parts) => join(course.dir, ...parts),
    add: async (...paths) => {
      for (const path of paths) await course.write(path, 'video');
    },
    write: async (path, text) => {
      await mkdir(dirname(course.at(path)), { recursive: true });
      await writeFile(course.at(path), text);
    },
    read: (options) => readCourse(course.dir, { ...STRICT, ...options }),
    keys: async (options) => (await course.read(options)).files.map(({ key }) => key),
    leftOut: async (options) =>
      (await course.read(options)).leftOut.map(({ path, reason }) => `${path}: ${reason}`),
    refusal: (options) =>
      course.read(options).then(
        () => ['taken'],
        (error) => `${error.name}: ${error.message}`.split('\n'),
      ),
  };
  beforeEach(() => {
    course.dir = temporaryFolder('course test-');
  });
  return course;
};
