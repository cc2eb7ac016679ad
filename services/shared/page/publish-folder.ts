// Publishes the words of one folder's lectures, in parts that a browser loads one at a time.
import type { FolderEntry, LectureEntry } from './course-data.ts';
import type { FoundFolder } from './find-lectures.ts';
import type { LectureData } from './lecture-data.ts';
import { type PageFile, wordsFile } from './page-files.ts';
import type { PageStore } from './page-store.ts';
import { readLecture } from './read-lecture.ts';

/** About 1 MB, which a browser reads in some 20 ms. A longer lecture is a part of its own. */
const PART_WORDS = 90_000;
/** Even a small read from a bucket takes 30 ms. */
const READS_AT_ONCE = 8;

/** @throws what `put` throws. The entry names invalid transcripts. */
export const publishFolder = async (
  store: PageStore,
  { name, lectures }: FoundFolder,
  put: (file: PageFile) => Promise<void>,
): Promise<FolderEntry> => {
  const folder: FolderEntry = { name, parts: [], problems: [] };
  let part: { entries: LectureEntry[]; data: LectureData[] } = { entries: [], data: [] };
  const finishPart = async (): Promise<void> => {
    if (part.data.length === 0) return;
    const file = wordsFile(part.data);
    await put(file);
    folder.parts.push({ file: file.name, lectures: part.entries });
    part = { entries: [], data: [] };
  };
  for (let from = 0; from < lectures.length; from += READS_AT_ONCE) {
    const read = lectures.slice(from, from + READS_AT_ONCE).map((lecture) => readLecture(store, lecture));
    for (const lecture of await Promise.all(read)) {
      if ('problem' in lecture) {
        folder.problems.push(lecture.problem);
        continue;
      }
      const words = part.entries.reduce((sum, entry) => sum + entry.words, lecture.entry.words);
      if (words > PART_WORDS) await finishPart();
      part.entries.push(lecture.entry);
      part.data.push(lecture.data);
    }
  }
  await finishPart();
  return folder;
};
