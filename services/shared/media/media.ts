// What ffmpeg says of a file, read: how long it is, what it holds, what is wrong with it. It calls no program: that is `ffmpeg.ts`.
import { VideoWithoutSound } from '../contracts/errors.ts';
import { type Layout, readLayout } from './layout.ts';
import type { Demuxer } from './sniff.ts';

type Track = {
  isDefault: boolean;
  /** As declared; what a decoder finds may differ. */
  layout: Layout;
};

export type Media = {
  demuxer: Demuxer;
  /** As declared; 0 where the container declares nothing. */
  seconds: number;
  /** The time stamp that the file begins with; 0 where it declares none. */
  startSeconds: number;
  /** Of sound. */
  tracks: Track[];
  /** A cover, as sound files have it, is none. */
  hasPictures: boolean;
};

/** @param stderr of an ffmpeg that has an input and no output. */
export const readMedia = (demuxer: Demuxer, stderr: string): Media => {
  const pictures = stderr.matchAll(/^ {2,4}Stream #0:\d.*: Video: .*$/gm);
  return {
    demuxer,
    seconds: declaredSeconds(stderr),
    startSeconds: Number(/^ {2}Duration: [^,]*, start: (-?[\d.]+)/m.exec(stderr)?.[1] ?? 0),
    tracks: tracksOf(stderr),
    hasPictures: [...pictures].some(([line]) => !line.includes('(attached pic)')),
  };
};

/**
 * The duration that the container declares, 0 where it declares none. At the start of a line, since a title may say the same:
 *     Duration: 00:01:10.50, start: 0.000000, bitrate: 205 kb/s
 */
const declaredSeconds = (stderr: string): number => {
  const [, hours, minutes, seconds] = /^ {2}Duration: (\d+):(\d+):([\d.]+)/m.exec(stderr) ?? [0, 0, 0, 0];
  return Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds);
};

/**
 * The seconds from a file's start to its first packet of one stream, by the ticks of the stream's own clock, so that a
 * copy of the file gives the same number:
 *     #tb 0: 1/90000
 *     0,     576000,     576000,     1920,      505, 0x4c9c9ba2
 * @param framecrc ffmpeg's list of packets, with the file's own time stamps; 0 where it names none.
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
  [...stderr.matchAll(/^ {2,4}Stream #0:\d.*: Audio: .*$/gm)].map(([line]) => ({
    isDefault: line.includes('(default)'),
    layout: readLayout(/ Hz, ([^,]+)/.exec(line)?.[1] ?? ''),
  }));

/** The index among the soundtracks that `-map 0:a:` counts from 0. */
export const chooseTrack = (tracks: Track[], wanted: number | undefined, key: string): number => {
  if (tracks.length === 0 || (wanted ?? 1) > tracks.length)
    throw new VideoWithoutSound(key, { wanted: wanted ?? 1, there: tracks.length });
  return wanted ? wanted - 1 : defaultTrack(tracks);
};

/** The index of the one that a player takes. */
export const defaultTrack = (tracks: Track[]): number =>
  Math.max(
    0,
    tracks.findIndex(({ isDefault }) => isDefault),
  );

/** ffmpeg's complaint in words for people, or else its last line as it is. */
export const reason = (stderr: string): string => {
  if (/moov atom not found/.test(stderr)) return 'its index (moov) is missing, as in a copy that was cut off';
  if (/Invalid data found/.test(stderr)) return 'it holds no audio or video that ffmpeg knows';
  const last = stderr.trim().split('\n').at(-1) ?? '';
  // Not where in the scratch folder it lay.
  return last.replace(/^\[[^\]]*\] /, '').replace(/file:\S*: /, '') || 'ffmpeg gave no reason';
};
