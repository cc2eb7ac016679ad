// Makes the course page beside its transcripts, on this machine and on AWS. It holds one part of a folder of lectures in
// memory, reads only folders that changed, and writes index.html last.
import type { CourseData, FolderEntry, PageProblem } from './course-data.ts';
import { PAGE_FORMAT } from './course-data.ts';
import { findLectures } from './find-lectures.ts';
import { isFolderUnchanged, lecturesIn, type MediaPath, stillFailed, withMedia } from './kept-folders.ts';
import {
  courseFile,
  courseFileOf,
  INDEX,
  indexFile,
  type PageFile,
  pageFile,
  readCourseFile,
} from './page-files.ts';
import type { PageStore } from './page-store.ts';
import { publishFolder } from './publish-folder.ts';
import { readCorrections } from './read-corrections.ts';

export type PageOptions = {
  /** The program: `index.html`, `page.js` and `page.css`, from `loadApp`. */
  app: Map<string, Buffer>;
  media?: MediaPath;
  /** The title of the course; by default, the page keeps its title. */
  title?: string;
  /** The videos that failed in this run. Other failed videos stay on the page. */
  failed?: PageProblem[];
  /** Whether a video that failed before is no longer in the course; by default, none is known to be. */
  isGone?: (key: string) => boolean;
};

/** There is an index.html that is not a course page; it stays. */
export class ForeignIndex extends Error {
  override name = 'ForeignIndex';
}

export type PublishedPage = {
  lectures: number;
  /** The number of files; 0 if nothing changed. */
  written: number;
  /** Transcripts that are missing from the page, which also names them. */
  problems: PageProblem[];
};

const DEFAULT_TITLE = 'Course';

/**
 * @throws {ForeignIndex} if there is an index.html that is not a course page.
 * @throws what the store throws; the earlier page still works then.
 */
export const publishPage = async (store: PageStore, options: PageOptions): Promise<PublishedPage> => {
  const found = await findLectures(store);
  const oldIndex = found.hasIndex ? await textOf(store, INDEX) : undefined;
  if (oldIndex !== undefined && courseFileOf(oldIndex) === undefined)
    throw new ForeignIndex(`${INDEX} is not a course page, so it was not replaced.`);
  const old = await readOld(store, oldIndex, found.own);
  const present = new Set(found.own);
  let written = 0;
  const put = async ({ name, body, contentType }: PageFile): Promise<void> => {
    if (present.has(name)) return;
    await store.write(name, body, contentType);
    present.add(name);
    written += 1;
  };

  const folders: FolderEntry[] = [];
  for (const folder of found.folders) {
    const before = old?.folders.find(({ name }) => name === folder.name);
    const kept = before && isFolderUnchanged(folder, before, found.own);
    folders.push(withMedia(kept ? before : await publishFolder(store, folder, put), before, options.media));
  }
  const corrections = await readCorrections(store, found.hasCorrections);
  const course: CourseData = {
    ...toCourse(folders, old, options),
    ...(corrections.file && { corrections: corrections.file.name }),
    problems: corrections.problems,
  };
  const app = appFiles(options.app);
  const outline = courseFile(course);
  const files = [app.script, app.style, outline, ...(corrections.file ? [corrections.file] : [])];
  for (const file of files) await put(file);
  const index = indexFile(app.template, {
    title: course.title,
    style: app.style.name,
    app: app.script.name,
    course: outline.name,
  });
  if (oldIndex !== index.body.toString('utf8')) {
    await store.write(INDEX, index.body, index.contentType);
    written += 1;
  }
  await removeOthers(store, found.own, [...files.map(({ name }) => name), ...wordsOf(course)]);
  return {
    lectures: lecturesIn(course.folders).length,
    written,
    problems: [
      ...corrections.problems,
      ...folders.flatMap(({ problems }) => problems.map(({ name, reason }) => ({ name, reason }))),
    ],
  };
};

const textOf = async (store: PageStore, name: string): Promise<string> =>
  (await store.read(name)).toString('utf8');

const readOld = async (
  store: PageStore,
  index: string | undefined,
  own: Set<string>,
): Promise<CourseData | undefined> => {
  const name = index && courseFileOf(index);
  return name && own.has(name) ? readCourseFile(await textOf(store, name)) : undefined;
};

const wordsOf = ({ folders }: CourseData): string[] =>
  folders.flatMap(({ parts }) => parts.map(({ file }) => file));

const toCourse = (folders: FolderEntry[], old: CourseData | undefined, options: PageOptions): CourseData => ({
  format: PAGE_FORMAT,
  title: options.title ?? old?.title ?? DEFAULT_TITLE,
  folders,
  problems: [],
  failed: stillFailed(folders, old?.failed ?? [], options),
});

/** @throws {Error} if the program is incomplete, which is a fault of the installation. */
const appFiles = (app: Map<string, Buffer>): { script: PageFile; style: PageFile; template: string } => {
  const file = (name: string): Buffer => {
    const body = app.get(name);
    if (!body) throw new Error(`The page's program has no ${name}. Install the uploader again.`);
    return body;
  };
  return {
    script: pageFile('app', 'js', file('page.js')),
    style: pageFile('app', 'css', file('page.css')),
    template: file(INDEX).toString('utf8'),
  };
};

const removeOthers = async (store: PageStore, own: Set<string>, used: string[]): Promise<void> => {
  const wanted = new Set(used);
  for (const name of own) if (!wanted.has(name)) await store.remove(name);
};
