// Where the videos of a page's lectures lie on this disk, as paths from the page.
import { realpath } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';
import { isMedia, lectureName } from '../../shared/contracts/keys.ts';
import { walkFiles } from './folder-store.ts';

export type LocalVideo = { key: string; path: string };

/**
 * @param page the folder of the page.
 * @param prefix of the page's keys.
 * @returns what `publishPage` takes as `media`.
 */
export const mediaOf = async (page: string, prefix: string, videos: LocalVideo[]) => {
  const base = await realpath(page);
  const paths = new Map<string, string>();
  for (const { key, path } of videos) {
    const found = await realpath(path).catch(() => undefined);
    const way = found && relative(base, found);
    // Another disk of Windows has no relative path.
    if (way && !isAbsolute(way)) paths.set(lectureName(key, prefix), way.split(sep).join('/'));
  }
  return (lecture: string): string | undefined => paths.get(lecture);
};

/** The videos of a course's folder; none where it is gone. */
export const videosBelow = async (dir: string, prefix: string): Promise<LocalVideo[]> => {
  const videos: LocalVideo[] = [];
  try {
    for await (const { name } of walkFiles(dir))
      if (isMedia(name)) videos.push({ key: prefix + name.normalize('NFC'), path: join(dir, name) });
  } catch {
    // A page without videos can be read and searched, and asks for the folder.
    return [];
  }
  return videos;
};
