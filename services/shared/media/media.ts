// Parses ffmpeg's description of a file: its duration, its streams, its faults. `ffmpeg.ts` runs the program.
import { VideoWithoutSound } from '../contracts/errors.ts';
import { type Layout, readLayout } from './layout.ts';
import type { Demuxer } from './sniff.ts';

type Track = {
  isDefault: boolean;
  /** As declared; decoding may show another. */
  layout: Layout;
};

export type Media = {
  demuxer: Demuxer;
  /** As declared; 0 if the container declares none. */
  seconds: number;
  /** The first time stamp of the file; 0 if it declares none. */
  startSeconds: number;
  /** Soundtracks. */
  tracks: Track[];
  /** How large they are together, by their declared bit rates. */
  soundBytes: number;
  /** Cover art of an audio file does not count. */
  hasPictures: boolean;
};

/** @param stderr of an ffmpeg with an input and no output. */
export const readMedia = (demuxer: Demuxer, stderr: string): Media => {
  const seconds = declaredSeconds(stderr);
  const pictures = stderr.matchAll(/^ {2,4}Stream #0:\d.*: Video: .*$/gm);
  return {
    demuxer,
    seconds,
    startSeconds: Number(/^ {2}Duration: [^,]*, start: (-?[\d.]+)/m.exec(stderr)?.[1] ?? 0),
    tracks: tracksOf(stderr),
    soundBytes: seconds * bytesPerSecond(stderr),
    hasPictures: [...pictures].some(([line]) => !line.includes('(attached pic)')),
  };
};

/**
 * The declared duration, 0 if there is none. Only at the start of a line, since a title may say the same:
 *     Duration: 00:01:10.50, start: 0.000000, bitrate: 205 kb/s
 */
const declaredSeconds = (stderr: string): number => {
  const [, hours, minutes, seconds] = /^ {2}Duration: (\d+):(\d+):([\d.]+)/m.exec(stderr) ?? [0, 0, 0, 0];
  return Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds);
};

/**
 * The seconds from a file's start to the first packet of a stream, in ticks of the stream's own clock, so that a copy of
 * the file gives the same number:
 *     #tb 0: 1/90000
 *     0,     576000,     576000,     1920,      505, 0x4c9c9ba2
 * @param framecrc ffmpeg's list of packets with the file's own time stamps; 0 if it has none.
 */
export const delayIn = (framecrc: string, startSeconds: number): number => {
  const [, numerator, denominator] = /^#tb 0: (\d+)\/(\d+)/m.exec(framecrc) ?? [];
  const [, stamp] = /^0, +-?\d+, +(-?\d+),/m.exec(framecrc) ?? [];
  if (stamp === undefined || !Number(denominator)) return 0;
  const tick = Number(numerator) / Number(denominator);
  return Math.max(0, Number(stamp) - Math.round(startSeconds / tick)) * tick;
};

/** `  Stream #0:1[0x2](ger): Audio: aac (LC) (mp4a / 0x6134706D), 44100 Hz, mono, fltp, 64 kb/s (default)` */
const tracksOf = (stderr: string): Track[] =>
  soundLines(stderr).map((line) => ({
    isDefault: line.includes('(default)'),
    layout: readLayout(/ Hz, ([^,]+)/.exec(line)?.[1] ?? ''),
  }));

/** Of all soundtracks; one without a bit rate counts as nothing. */
const bytesPerSecond = (stderr: string): number =>
  soundLines(stderr).reduce((sum, line) => sum + Number(/, (\d+) kb\/s/.exec(line)?.[1] ?? 0) * 125, 0);

const soundLines = (stderr: string): string[] =>
  [...stderr.matchAll(/^ {2,4}Stream #0:\d.*: Audio: .*$/gm)].map(([line]) => line);

/** The index of the soundtrack for `-map 0:a:`, counted from 0. */
export const chooseTrack = (tracks: Track[], wanted: number | undefined, key: string): number => {
  if (tracks.length === 0 || (wanted ?? 1) > tracks.length)
    throw new VideoWithoutSound(key, { wanted: wanted ?? 1, there: tracks.length });
  return wanted ? wanted - 1 : defaultTrack(tracks);
};

/** The index of the one that a player would choose. */
export const defaultTrack = (tracks: Track[]): number =>
  Math.max(
    0,
    tracks.findIndex(({ isDefault }) => isDefault),
  );

/** ffmpeg's complaint in plain words, or its last line. */
export const reason = (stderr: string): string => {
  if (/moov atom not found/.test(stderr)) return 'its index (moov) is missing, as in an incomplete copy';
  if (/Invalid data found/.test(stderr)) return 'it contains no audio or video that ffmpeg knows';
  const last = stderr.trim().split('\n').at(-1) ?? '';
  // Drop the path in the scratch folder.
  return last.replace(/^(\[[^\]]*\] )+/, '').replace(/file:\S*: /, '') || 'ffmpeg gave no reason';
};
