// What is sent of a file: its soundtrack, where that is less and certainly the same sound, or else the file itself.
// Says nothing of a file's faults: those are the engine's to tell, and so such a file goes whole.
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { probe } from '../../shared/media/ffmpeg.ts';
import { defaultTrack } from '../../shared/media/media.ts';
import { run } from '../../shared/system/process.ts';
import { openScratch } from '../../shared/system/scratch.ts';
import type { CourseFile } from '../course/course.ts';
import type { Prepared } from '../send/types.ts';
import { demux } from './demux.ts';

/** More is not worth the reading. */
const MOST_OF_FILE = 0.8;

/** Sound that ends longer before the picture, and by more than this share, is no healthy lecture. */
const LONGEST_TAIL_SECONDS = 2;
const LONGEST_TAIL = 0.05;

type PreparedFile = Omit<Prepared, 'identity'>;

type Probed = Awaited<ReturnType<typeof probe>>;

export type PrepareDeps = { wholeVideo: boolean; ffmpeg: boolean; signal: AbortSignal };

/** The file itself, or its soundtrack in a scratch folder where that is less and loses nothing. */
export const prepareFile = async (
  file: Pick<CourseFile, 'path' | 'key' | 'size'>,
  { wholeVideo, ffmpeg, signal }: PrepareDeps,
): Promise<PreparedFile> => {
  const { path, size } = file;
  const whole: PreparedFile = { path, size, kind: 'video', release: async () => {} };
  if (wholeVideo || !ffmpeg) return whole;
  try {
    return (await extract(file, signal)) ?? whole;
  } catch {
    // ffmpeg's limits, a full disk, a file that it cannot read: all but the user's own end of it.
    signal.throwIfAborted();
    return whole;
  }
};

/** Whether soundtracks can be had at all: not with an ffmpeg that does not start either. */
export const hasFfmpeg = async (): Promise<boolean> => {
  try {
    await run('ffmpeg', ['-version']);
    return true;
  } catch {
    return false;
  }
};

const extract = async (
  { path: video, key, size }: Pick<CourseFile, 'path' | 'key' | 'size'>,
  signal: AbortSignal,
): Promise<PreparedFile | undefined> => {
  const media = await probe(video, key, { signal });
  if (media.tracks.length === 0 || !media.hasPictures) return undefined;
  const { demuxer } = media;
  const scratch = await openScratch();
  const path = join(scratch.folder, 'soundtrack');
  let isGood = false;
  try {
    const mostBytes = Math.floor(size * MOST_OF_FILE);
    if (!(await demux(video, { demuxer, path, mostBytes, signal }))) return undefined;
    const found = await stat(path);
    isGood = found.size <= mostBytes && saysTheSame(media, await probe(path, key, { signal }));
    return isGood ? { path, size: found.size, kind: 'soundtrack', release: scratch.remove } : undefined;
  } finally {
    if (!isGood) await scratch.remove();
  }
};

/** What the engine goes by before it decodes. */
const saysTheSame = (video: Probed, soundtrack: Probed): boolean =>
  soundtrack.demuxer === video.demuxer &&
  soundtrack.tracks.length === video.tracks.length &&
  defaultTrack(soundtrack.tracks) === defaultTrack(video.tracks) &&
  video.seconds - soundtrack.seconds <= Math.max(LONGEST_TAIL_SECONDS, LONGEST_TAIL * video.seconds);
