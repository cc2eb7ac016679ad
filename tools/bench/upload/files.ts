// Random files in the layout of a course, made once and kept. They cannot be compressed, and are not videos, so that ffmpeg
// finds no soundtrack in them.
import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { finished } from 'node:stream/promises';
import { once } from '../cache.ts';

export type BenchCourse = { name: string; dir: string; files: number; bytes: number };

export type Case = { files: number; bytes: number };

const MB = 1_000_000;
const BLOCK_BYTES = 8 * 1_024 * 1_024;

/** Reduces the number of small files, and the size of large ones. */
export const casesOf = (scale: number): Case[] => [
  { files: Math.max(1, Math.round(200 * scale)), bytes: MB },
  { files: 8, bytes: Math.round(256 * scale) * MB },
  { files: 1, bytes: Math.round(4_000 * scale) * MB },
];

export const makeCourse = async ({ files, bytes }: Case): Promise<BenchCourse> => {
  const dir = await once(`random-${files}x${bytes}`, async (scratch) => {
    for (let index = 1; index <= files; index++)
      await writeRandom(join(scratch, `week1/lesson1/video${index}.mp4`), bytes);
  });
  const name = files === 1 ? `1 file of ${sizeOf(bytes)}` : `${files} files of ${sizeOf(bytes)}`;
  return { name, dir, files, bytes: files * bytes };
};

const sizeOf = (bytes: number): string =>
  bytes >= 1_000 * MB ? `${(bytes / (1_000 * MB)).toFixed(1)} GB` : `${(bytes / MB).toFixed(0)} MB`;

const writeRandom = async (path: string, bytes: number): Promise<void> => {
  await mkdir(dirname(path), { recursive: true });
  await using file = await open(path, 'w');
  for (let at = 0; at < bytes; at += BLOCK_BYTES)
    await file.write(randomBytes(Math.min(BLOCK_BYTES, bytes - at)));
};

/** Reads the files once, so that no contender pays for the disk. */
export const warm = async (dir: string): Promise<void> => {
  for (const path of await filesBelow(dir)) await finished(createReadStream(path).resume());
};

export const bytesBelow = async (dir: string): Promise<number> => {
  const sizes = await Promise.all((await filesBelow(dir)).map(async (path) => (await stat(path)).size));
  return sizes.reduce((sum, size) => sum + size, 0);
};

const filesBelow = async (dir: string): Promise<string[]> => {
  const found = await readdir(dir, { recursive: true, withFileTypes: true });
  return found.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
};
