// The course of each point: two videos of three seconds from the sample course, and a newer version of the first.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFileSync, cpSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export const KEYS = ['week1/lesson1/video1.mp4', 'week1/lesson2/video1.mp4'] as const;

const SAMPLES = join(import.meta.dirname, '../../samples/course');

/** The first two have a picture, like videos; the last one replaces the first. */
const CUTS = [
  { name: 'a.mp4', from: 'week1/lesson2/video1.mp4', at: 0 },
  { name: 'b.mp4', from: 'week1/lesson1/video1.mp4', at: 1 },
  { name: 'newer.mp4', from: 'week1/lesson1/video1.mp4', at: 4 },
];

export const makeClips = (folder: string): void => {
  mkdirSync(folder, { recursive: true });
  for (const { name, from, at } of CUTS) {
    const cut = ['-ss', String(at), '-t', '3', '-i', join(SAMPLES, from), '-c:v', 'copy', '-c:a', 'aac'];
    execFileSync('ffmpeg', ['-v', 'error', '-y', '-nostdin', ...cut, '-bitexact', join(folder, name)]);
  }
};

export const copyCourse = (clips: string, course: string): void => {
  for (const [index, key] of KEYS.entries()) {
    mkdirSync(dirname(join(course, key)), { recursive: true });
    cpSync(join(clips, CUTS[index]?.name ?? ''), join(course, key));
  }
};

/** For the video that is sent in parts: players ignore what follows the sound. */
const PADDING_BYTES = 17 * 1_024 * 1_024;

/** Makes the first video too large for one request. */
export const makeLarge = (course: string): void => {
  const box = Buffer.alloc(PADDING_BYTES);
  box.writeUInt32BE(box.length);
  box.write('free', 4);
  appendFileSync(join(course, KEYS[0]), box);
};

export const newerIn = (clips: string): string => join(clips, 'newer.mp4');

export const sha256Of = (path: string): string =>
  createHash('sha256').update(readFileSync(path)).digest('hex');
