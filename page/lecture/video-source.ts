// Finds a lecture's video: by its path beside the page, or in a folder that the user chose (remembered-folder.ts).
import type { LectureEntry } from '../../services/shared/page/course-data.ts';
import { encodePath } from '../route.ts';

export type VideoSource = {
  url: string;
  label: string;
  isChosen: boolean;
  /** An audio file of the same name, for browsers that cannot play the video. */
  isSoundtrack: boolean;
};

/** `path` starts with the name of the chosen folder. */
type ChosenFile = { path: string; file: File };

let chosen: ChosenFile[] = [];
const listeners = new Set<() => void>();

export const chooseFiles = (files: ChosenFile[]): void => {
  chosen = files.filter(({ path }) => isMediaName(path));
  for (const listener of listeners) listener();
};

/** @returns a function that removes the listener. */
export const onChosen = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
};

const NO_MEDIA = /\.(?:txt|srt|vtt|json|md|html|js|css|pdf)$/i;

export const isMediaName = (name: string): boolean => !NO_MEDIA.test(name);

const SOUNDTRACKS = ['.m4a', '.mp3'];
const stemOf = (path: string): string => path.replace(/\.[^./]*$/, '');
const extensionOf = (path: string): string => /\.[^./]*$/.exec(path)?.[0].toLowerCase() ?? '';

/** In the order in which the player tries them. */
export const sourcesOf = (entry: LectureEntry): VideoSource[] => {
  const path = entry.media ?? `${entry.name}${extensionOf(entry.source)}`;
  const beside = [path, ...SOUNDTRACKS.map((extension) => stemOf(path) + extension)];
  return [
    ...chosenFor(entry).map((file) => ({
      url: URL.createObjectURL(file),
      label: file.name,
      isChosen: true,
      isSoundtrack: isOther(file.name, path),
    })),
    ...[...new Set(beside)].map((label) => ({
      url: encodePath(label),
      label,
      isChosen: false,
      isSoundtrack: isOther(label, path),
    })),
  ];
};

const isOther = (name: string, path: string): boolean =>
  SOUNDTRACKS.includes(extensionOf(name)) && extensionOf(name) !== extensionOf(path);

/** Counts the lectures that have a file in the chosen folder. */
export const countChosen = (entries: LectureEntry[]): number =>
  chosen.length === 0 ? 0 : entries.filter((entry) => chosenFor(entry).length > 0).length;

const chosenFor = ({ name, source }: LectureEntry): File[] =>
  chosen
    .filter(({ path }) => `/${stemOf(path)}`.endsWith(`/${name}`))
    .map(({ file }) => file)
    .toSorted((a, b) => rank(a, source) - rank(b, source));

const rank = (file: File, source: string): number => {
  if (extensionOf(file.name) === extensionOf(source)) return 0;
  return file.type.startsWith('audio/') ? 2 : 1;
};
