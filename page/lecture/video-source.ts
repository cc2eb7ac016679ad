// Where a lecture's video is: beside the page by its path, or in a folder that somebody chose. A browser hands out the
// files of a chosen folder and forgets them with the page.
import type { LectureEntry } from '../../services/shared/page/course-data.ts';
import { encodePath } from '../route.ts';

type VideoSource = { url: string; label: string };

let chosen: File[] = [];

export const chooseFiles = (files: Iterable<File>): void => {
  chosen = [...files];
};

const NO_MEDIA = /\.(?:txt|srt|vtt|json|md|html|js|css|pdf)$/i;
const stemOf = (path: string): string => path.replace(/\.[^./]*$/, '');
const extensionOf = (path: string): string => /\.[^./]*$/.exec(path)?.[0].toLowerCase() ?? '';

/** In the order in which they are tried: a soundtrack of the same name comes after the video. */
export const sourcesOf = (entry: LectureEntry): VideoSource[] => {
  const path = entry.media ?? `${entry.name}${extensionOf(entry.source)}`;
  return [
    ...chosenFor(entry).map((file) => ({ url: URL.createObjectURL(file), label: file.name })),
    { url: encodePath(path), label: path },
  ];
};

/** How many lectures have a file in the chosen folder. */
export const countChosen = (entries: LectureEntry[]): number =>
  chosen.length === 0 ? 0 : entries.filter((entry) => chosenFor(entry).length > 0).length;

const chosenFor = ({ name, source }: LectureEntry): File[] =>
  chosen
    .filter(({ webkitRelativePath: path }) => !NO_MEDIA.test(path) && `/${stemOf(path)}`.endsWith(`/${name}`))
    .toSorted((a, b) => rank(a, source) - rank(b, source));

const rank = (file: File, source: string): number => {
  if (extensionOf(file.name) === extensionOf(source)) return 0;
  return file.type.startsWith('audio/') ? 2 : 1;
};
