// A course at the bit rates of recorded lectures, made once and kept. Picture and sound are noise, so that the encoder needs
// its whole bit rate. One piece is encoded and repeated; nothing is compressed later.
import { execFile } from 'node:child_process';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { hashOf, once } from '../cache.ts';
import { type BenchCourse, bytesBelow } from './files.ts';

const execute = promisify(execFile);

const PIECE_SECONDS = 30;
const AUDIO_KBIT = 96;

export type Lectures = { count: number; minutes: number; videoKbit: number };

const ffmpeg = (cwd: string, ...args: string[]) =>
  execute('ffmpeg', ['-v', 'error', '-nostdin', '-y', ...args], { cwd });

export const makeLectures = async ({ count, minutes, videoKbit }: Lectures): Promise<BenchCourse> => {
  const picture = pictureOf(videoKbit);
  const key = hashOf(count, minutes, PIECE_SECONDS, AUDIO_KBIT, picture);
  const dir = await once(`lectures-${key}`, async (scratch) => {
    await ffmpeg(scratch, ...SOURCES, ...picture, ...SOUND, '-t', String(PIECE_SECONDS), 'piece.mp4');
    for (let index = 1; index <= count; index++) {
      const path = `week1/lesson${index}/video1.mp4`;
      await mkdir(join(scratch, dirname(path)), { recursive: true });
      await ffmpeg(scratch, ...repeat(minutes), 'video.mp4');
      await rename(join(scratch, 'video.mp4'), join(scratch, path));
    }
    await rm(join(scratch, 'piece.mp4'));
  });
  const bytes = await bytesBelow(dir);
  return { name: `${count} lectures of ${minutes} minutes`, dir, files: count, bytes };
};

const SOURCES = [
  ['-f', 'lavfi', '-i', 'testsrc2=s=1280x720:r=25,noise=alls=12:allf=t'],
  ['-f', 'lavfi', '-i', 'anoisesrc=c=pink:r=48000'],
].flat();

const SOUND = ['-c:a', 'aac', '-b:a', `${AUDIO_KBIT}k`];

const pictureOf = (kbit: number): string[] => {
  const rate = `${kbit}k`;
  const limits = ['-b:v', rate, '-minrate', rate, '-maxrate', rate, '-bufsize', rate];
  return ['-pix_fmt', 'yuv420p', '-c:v', 'libx264', '-preset', 'ultrafast', ...limits];
};

const repeat = (minutes: number): string[] => {
  const length = ['-t', String(minutes * 60)];
  return ['-stream_loop', '-1', '-i', 'piece.mp4', ...length, '-c', 'copy', '-movflags', '+faststart'];
};
