// Decides what is sent of a file: its soundtrack if that is smaller and certainly the same sound, otherwise the file.
// A faulty file is sent whole, so that the engine can report it.
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { probe } from '../../shared/media/ffmpeg.ts';
import { defaultTrack } from '../../shared/media/media.ts';
import { run } from '../../shared/system/process.ts';
import { openScratch } from '../../shared/system/scratch.ts';
import type { CourseFile } from '../course/course.ts';
import type { Prepared } from '../send/types.ts';
import { demux } from './demux.ts';

/** A larger soundtrack is not worth the effort. */
const MOST_OF_FILE = 0.8;

/** In a healthy lecture, sound does not end this much, and this share, before the picture. */
const LONGEST_TAIL_SECONDS = 2;
const LONGEST_TAIL = 0.05;

type PreparedFile = Omit<Prepared, 'identity'>;

type Probed = Awaited<ReturnType<typeof probe>>;

export type PrepareDeps = { wholeVideo: boolean; ffmpeg: boolean; signal: AbortSignal };

/** Returns the file itself, or its soundtrack in a scratch folder if that is smaller and loses nothing. */
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
    // Send the file itself after any other failure: ffmpeg's limits, a full disk, an unreadable file.
    signal.throwIfAborted();
    return whole;
  }
};

/** Whether soundtracks can be extracted: there is an ffmpeg, and it starts. */
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
  const mostBytes = Math.floor(size * MOST_OF_FILE);
  // The index of an mp4 has the true bit rates. Elsewhere they may be guesses, so only a copy tells.
  if (demuxer === 'mov' && media.soundBytes > mostBytes) return undefined;
  const scratch = await openScratch();
  const path = join(scratch.folder, 'soundtrack');
  let isGood = false;
  try {
    if (!(await demux(video, { demuxer, path, mostBytes, signal }))) return undefined;
    const found = await stat(path);
    isGood = found.size <= mostBytes && saysTheSame(media, await probe(path, key, { signal }));
    return isGood ? { path, size: found.size, kind: 'soundtrack', release: scratch.remove } : undefined;
  } finally {
    if (!isGood) await scratch.remove();
  }
};

/** Compares what the engine uses before it decodes. */
const saysTheSame = (video: Probed, soundtrack: Probed): boolean =>
  soundtrack.demuxer === video.demuxer &&
  soundtrack.tracks.length === video.tracks.length &&
  defaultTrack(soundtrack.tracks) === defaultTrack(video.tracks) &&
  video.seconds - soundtrack.seconds <= Math.max(LONGEST_TAIL_SECONDS, LONGEST_TAIL * video.seconds);
