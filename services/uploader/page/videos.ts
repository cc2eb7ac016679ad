// Finds the videos of a page's lectures on this disk, as paths relative to the page.
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
    // On Windows, another disk has no relative path.
    if (way && !isAbsolute(way)) paths.set(lectureName(key, prefix), way.split(sep).join('/'));
  }
  return (lecture: string): string | undefined => paths.get(lecture);
};

/** The videos in a course's folder; none if the folder is gone. */
export const videosBelow = async (dir: string, prefix: string): Promise<LocalVideo[]> => {
  const videos: LocalVideo[] = [];
  try {
    for await (const { name } of walkFiles(dir))
      if (isMedia(name)) videos.push({ key: prefix + name.normalize('NFC'), path: join(dir, name) });
  } catch {
    // A page without videos can still be read and searched, and asks for their folder.
    return [];
  }
  return videos;
};
