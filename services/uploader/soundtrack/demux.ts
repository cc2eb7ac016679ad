// Copies a video's soundtracks into a file of the same kind, without re-encoding, and proves that a decoder gets the same
// from both: the same packets at the same times. prepare.ts decides what is sent.
import { createHash } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { COUNTED_FROM_TRACK, INPUT, LIMITS } from '../../shared/media/ffmpeg.ts';
import type { Demuxer } from '../../shared/media/sniff.ts';
import { run } from '../../shared/system/process.ts';

// ffmpeg 5 considers FLAC in mp4 experimental.
const OLD = ['-strict', 'experimental'];

// Two runs must produce the same bytes, so that another process can resume an upload.
const COPY = ['-c', 'copy', '-map_metadata', '-1', '-map_chapters', '-1', '-fflags', '+bitexact', ...OLD];

/** Lists all packets: time stamps, size, sum, and the samples that a decoder skips. */
const PACKETS = ['-map', '0:a', '-c', 'copy', '-f', 'framehash', '-hash', 'md5', 'pipe:1'];

// ffmpeg derives a transport stream's start from the streams in use; with all streams, times count from the file's start.
// Otherwise neither the copy nor its proof would notice that the soundtrack starts later than the picture.
const ALL = ['-map', '0', '-ignore_unknown', '-c', 'copy', '-f', 'null', '-'];

// Time stamps count from a file's earliest packet: if that is a picture's, the first pictures are copied, too. Several,
// since ffmpeg may not know the time of a single one, and as a separate input: from ffmpeg 6 on, a limit on one stream
// (-frames) ends the others.
const SOUND = ['-map', '0:a'];
const PICTURES = ['-map', '1:V:0'];
const PICTURE_SECONDS = ['-t', '2'];

/** Muxers whose files the video's demuxer reads. For other kinds the copy has other time stamps, or is as large as the file. */
const MUXERS: Partial<Record<Demuxer, string>> = { matroska: 'matroska', mpegts: 'mpegts', avi: 'avi' };

export type Demuxing = {
  demuxer: Demuxer;
  /** Where the soundtracks are written. */
  path: string;
  mostBytes: number;
  signal: AbortSignal;
};

/**
 * Writes the soundtracks of `video`, and returns whether a decoder gets the same from them as from the video.
 * @throws {ProcessFailed | ToolMissing}
 */
export const demux = async (video: string, demuxing: Demuxing): Promise<boolean> => {
  const { demuxer, path } = demuxing;
  const muxer = await muxerFor(video, demuxer);
  if (!muxer) return false;
  const again = [...inputOf(video, demuxer, PICTURE_SECONDS), ...SOUND, ...PICTURES];
  for (const streams of [SOUND, again]) {
    const output = [...streams, ...COPY, '-f', muxer, `file:${path}`];
    const before = await listPackets(video, output, demuxing);
    const after = before && (await listPackets(path, [], demuxing));
    if (!before || before === after) return before !== undefined;
    await rm(path);
  }
  return false;
};

/** A header line of the list. Versions of ffmpeg differ in how they write and read the samples to skip in Opus. */
const OPUS = /^#codec_id \d+: opus$/;

/** The hash of the packet list of a file's soundtracks; undefined if ffmpeg complains about the file, and for Opus. */
const listPackets = async (
  path: string,
  alsoTo: string[],
  { demuxer, mostBytes, signal }: Demuxing,
): Promise<string | undefined> => {
  const sum = createHash('sha256');
  let isOpus = false;
  const all = COUNTED_FROM_TRACK.includes(demuxer) ? ALL : [];
  const { stderr } = await run('ffmpeg', [...inputOf(path, demuxer), ...alsoTo, ...PACKETS, ...all], {
    signal,
    limits: { ...LIMITS, fileBytes: mostBytes },
    sink: async (list) => {
      for await (const line of createInterface(Readable.from(list))) {
        isOpus ||= OPUS.test(line);
        sum.update(withoutDuration(line));
      }
    },
  });
  return stderr.trim() === '' && !isOpus ? sum.digest('hex') : undefined;
};

const inputOf = (path: string, demuxer: Demuxer, limits: string[] = []): string[] => [
  ...INPUT,
  '-loglevel',
  'error',
  ...limits,
  '-f',
  demuxer,
  '-i',
  `file:${path}`,
];

/**
 * A fragmented mp4 has a different duration for its first packet, which no decoder uses:
 *     0,      5760,      5760,     1024,      391, 4c9c9ba2e0847f896cc5c2c94e9e3f34
 */
const withoutDuration = (line: string): string => line.replace(/^(\d+, +-?\d+, +-?\d+), +\d+/, '$1');

const muxerFor = async (video: string, demuxer: Demuxer): Promise<string | undefined> => {
  if (demuxer !== 'mov') return MUXERS[demuxer];
  // mp4 does not support raw samples, QuickTime does not support Opus.
  return (await isQuickTime(video)) ? 'mov' : 'mp4';
};

/** Recognised by its brand `....ftypqt  `, or by having none. */
const isQuickTime = async (path: string): Promise<boolean> => {
  await using file = await open(path);
  const { buffer } = await file.read(Buffer.alloc(12), 0, 12, 0);
  const brand = buffer.toString('latin1', 4);
  return !brand.startsWith('ftyp') || brand === 'ftypqt  ';
};
