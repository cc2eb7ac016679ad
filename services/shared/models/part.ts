// The state of a download: `<file>.part`, and a note beside it that says which version its bytes are from.
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { z } from 'zod';

export type PartialDownload = {
  size: number;
  /** For `If-Range`: a strong ETag, or a date. Without one the download cannot be resumed. */
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
      // Missing, or cut off by a crash: the download starts again.
      .catch(() => undefined),
  ]);
  return stats && note ? { size: stats.size, ...note } : { size: 0 };
};

/** Empties the part, and notes the version of the bytes to come. */
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
  // The note goes first: bytes without a note are never resumed.
  await removeNote(path);
  await rm(path, { force: true });
};
