// Finds the transcripts in a course's folder or below its prefix, folder by folder.
import { CORRECTIONS } from '../corrections/corrections.ts';
import { inOrder } from '../text/order.ts';
import { INDEX, isPageFile } from './page-files.ts';
import type { PageStore } from './page-store.ts';

export type FoundLecture = { name: string; version: string };
export type FoundFolder = { name: string; lectures: FoundLecture[] };

export type FoundCourse = {
  folders: FoundFolder[];
  /** The names of the page's existing files. */
  own: Set<string>;
  hasIndex: boolean;
  hasCorrections: boolean;
  /** Nested courses with their own corrections.json: `physics/`. */
  others: string[];
};

const EXTENSION = '.json';
// Reports of runs are in the same bucket; names with a leading dot belong to the uploader or a system.
const NO_TRANSCRIPT = /(?:^|\/)\.|^runs\/[^/]+\/report\.json$|(?:^|\/)corrections\.json$/;

export const findLectures = async (store: PageStore): Promise<FoundCourse> => {
  const folders = new Map<string, FoundLecture[]>();
  const own = new Set<string>();
  const others: string[] = [];
  let [hasIndex, hasCorrections] = [false, false];
  for await (const { name, version } of store.list()) {
    if (isPageFile(name)) own.add(name);
    if (name === INDEX) hasIndex = true;
    if (name === CORRECTIONS) hasCorrections = true;
    if (name.endsWith(`/${CORRECTIONS}`)) others.push(name.slice(0, -CORRECTIONS.length));
    if (!name.endsWith(EXTENSION) || NO_TRANSCRIPT.test(name)) continue;
    const folder = name.slice(0, Math.max(0, name.lastIndexOf('/')));
    const lectures = folders.get(folder) ?? [];
    lectures.push({ name: name.slice(0, -EXTENSION.length), version });
    folders.set(folder, lectures);
  }
  const sorted = [...folders].map(([name, lectures]) => ({
    name,
    lectures: lectures.toSorted((a, b) => inOrder(a.name, b.name)),
  }));
  return {
    folders: sorted.toSorted((a, b) => inOrder(a.name, b.name)),
    own,
    hasIndex,
    hasCorrections,
    others,
  };
};

export const namesIn = ({ folders }: FoundCourse): string[] =>
  folders.flatMap(({ lectures }) => lectures.map(({ name }) => name));

/** The lectures that the course's corrections.json applies to: not those of nested courses with their own. */
export const ownNamesIn = (found: FoundCourse): string[] =>
  namesIn(found).filter((name) => !found.others.some((other) => name.startsWith(other)));
