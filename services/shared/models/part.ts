// What there is of a download so far: `<file>.part`, and beside it a note of the version that its bytes are of.
// Not the download itself, which is download.ts.
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { z } from 'zod';

export type PartialDownload = {
  size: number;
  /** What `If-Range` takes: a strong ETag, or a date. Without one nothing can be gone on with. */
  validator?: string | undefined;
  total?: number | undefined;
};

const noteSchema = z.object({ validator: z.string(), total: z.number().optional() });

const noteOf = (path: string) => `${path}.json`;

export const readPart = async (path: string): Promise<PartialDownload> => {
  const [stats, note] = await Promise.all([
    stat(path).catch(() => undefined),
    readFile(noteOf(path), 'utf8')
      .then((text) => noteSchema.parse(JSON.parse(text)))
      // None, or cut off by a crash: the download starts anew.
      .catch(() => undefined),
  ]);
  return stats && note ? { size: stats.size, ...note } : { size: 0 };
};

/** Empties the part, and notes what the bytes that come are of. */
export const startPart = async (
  path: string,
  { validator, total }: Omit<PartialDownload, 'size'>,
): Promise<void> => {
  await removePart(path);
  await writeFile(path, '');
  if (validator !== undefined) await writeFile(noteOf(path), JSON.stringify({ validator, total }));
};

export const removeNote = (path: string): Promise<void> => rm(noteOf(path), { force: true });

export const removePart = async (path: string): Promise<void> => {
  // First the note: bytes without a note are never gone on with.
  await removeNote(path);
  await rm(path, { force: true });
};
