// Videos that cannot both be stored: the same key, the same transcript, or the same file on a case-insensitive disk.
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
        ? `has the same name as ${escapeControls(other.relative)} in another Unicode form (NFC, NFD): rename one`
        : `would have the same transcript as ${escapeControls(other.relative)}`,
  })),
  // A folder and a file cannot share a name: talk.mp4 beside talk.txt/other.mp4.
  ...files
    .filter(
      ({ key }) =>
        folders.has(`${keys.transcript(key, 'txt')}/`) || folders.has(`${keys.transcript(key, 'json')}/`),
    )
    .map(({ relative }) => ({
      path: relative,
      reason: 'would have a transcript with the same name as a folder: rename one',
    })),
];

/** Names that this system and S3 accept, but perhaps not the disk that the transcripts are fetched to. */
export const notesOn = (files: CourseEntry[]): string[] => [
  ...twins(files, ({ key }) => keys.transcript(key, 'txt').toLowerCase())
    .filter(([file, other]) => inOrder(file.key, other.key) > 0)
    .map(
      ([other, file]) =>
        `${escapeControls(file.relative)} and ${escapeControls(other.relative)} differ only in upper and lower case: ` +
        'on macOS and Windows their transcripts would be one file.',
    ),
  ...windowsNote(files.filter(({ key }) => !isForWindows(key))),
];

const EXAMPLES = 3;

const windowsNote = (files: CourseEntry[]): string[] => {
  if (files.length === 0) return [];
  const examples = files.slice(0, EXAMPLES).map(({ relative }) => escapeControls(relative));
  const more = files.length > EXAMPLES ? `, and ${files.length - EXAMPLES} more` : '';
  return [
    `Windows does not allow these names, nor those of their transcripts: ${examples.join(', ')}${more}.`,
  ];
};

/** Each file that shares its place with another one, paired with that one. */
const twins = (files: CourseEntry[], placeOf: (file: CourseEntry) => string): [CourseEntry, CourseEntry][] =>
  [...Map.groupBy(files, placeOf).values()].flatMap((group) =>
    group.flatMap((file, index): [CourseEntry, CourseEntry][] => {
      const other = group[index === 0 ? 1 : 0];
      return other ? [[file, other]] : [];
    }),
  );
