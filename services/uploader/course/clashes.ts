// Videos that cannot both have their place: one key, one transcript, or one file where the disk sees no difference.
import { keys } from '../../shared/contracts/keys.ts';
import { inOrder } from '../../shared/text/order.ts';
import type { CourseFile, Problem } from './course.ts';
import { escapeControls, isForWindows } from './names.ts';

export type CourseEntry = CourseFile & { relative: string };

export const clashesOf = (files: CourseEntry[], folders: Set<string>): Problem[] => [
  ...twins(files, ({ key }) => keys.transcript(key, 'txt')).map(([file, other]) => ({
    path: file.relative,
    reason:
      file.key === other.key
        ? `is called as ${escapeControls(other.relative)} in Unicode's other form (NFC, NFD): rename one`
        : `would have the same transcript as ${escapeControls(other.relative)}`,
  })),
  // A disk holds a folder or a file of one name: talk.mp4 beside talk.txt/other.mp4.
  ...files
    .filter(
      ({ key }) =>
        folders.has(`${keys.transcript(key, 'txt')}/`) || folders.has(`${keys.transcript(key, 'json')}/`),
    )
    .map(({ relative }) => ({
      path: relative,
      reason: 'would have a transcript with the name of a folder: rename one',
    })),
];

/** What this system and S3 hold, and where transcripts may be fetched to does not. */
export const notesOn = (files: CourseEntry[]): string[] => [
  ...twins(files, ({ key }) => keys.transcript(key, 'txt').toLowerCase())
    .filter(([file, other]) => inOrder(file.key, other.key) > 0)
    .map(
      ([other, file]) =>
        `${escapeControls(file.relative)} and ${escapeControls(other.relative)} differ in upper and lower case only: ` +
        'macOS and Windows would write their transcripts into one file.',
    ),
  ...windowsNote(files.filter(({ key }) => !isForWindows(key))),
];

const EXAMPLES = 3;

const windowsNote = (files: CourseEntry[]): string[] => {
  if (files.length === 0) return [];
  const examples = files.slice(0, EXAMPLES).map(({ relative }) => escapeControls(relative));
  const more = files.length > EXAMPLES ? `, and ${files.length - EXAMPLES} more` : '';
  return [`Windows cannot hold these names, nor those of their transcripts: ${examples.join(', ')}${more}.`];
};

/** Each file that shares its place with another one, beside that other one. */
const twins = (files: CourseEntry[], placeOf: (file: CourseEntry) => string): [CourseEntry, CourseEntry][] =>
  [...Map.groupBy(files, placeOf).values()].flatMap((group) =>
    group.flatMap((file, index): [CourseEntry, CourseEntry][] => {
      const other = group[index === 0 ? 1 : 0];
      return other ? [[file, other]] : [];
    }),
  );
