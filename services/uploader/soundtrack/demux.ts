// A video's soundtracks copied into a file of the same kind, none of them encoded again, and the proof that a decoder
// gets the same from both: the same packets at the same times. Not the decision what is sent.
import { createHash } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { COUNTED_FROM_TRACK, INPUT, LIMITS } from '../../shared/media/ffmpeg.ts';
import type { Demuxer } from '../../shared/media/sniff.ts';
import { run } from '../../shared/system/process.ts';

// ffmpeg 5 still calls FLAC in mp4 an experiment.
const OLD = ['-strict', 'experimental'];

// Two demuxings of one file give the same bytes: an upload goes on where another process left it.
const COPY = ['-c', 'copy', '-map_metadata', '-1', '-map_chapters', '-1', '-fflags', '+bitexact', ...OLD];

/** A list of all packets: time stamps, size, sum, and the samples that a decoder is to skip. */
const PACKETS = ['-map', '0:a', '-c', 'copy', '-f', 'framehash', '-hash', 'md5', 'pipe:1'];

// Of a transport stream ffmpeg takes the start from the streams that are used: all of them, for the times to count from the
// file's. Neither the copy nor its proof could tell otherwise that the soundtrack starts later than the picture.
const ALL = ['-map', '0', '-ignore_unknown', '-c', 'copy', '-f', 'null', '-'];

// Time stamps count from the earliest packet of a file: where that is a picture's, the first pictures come along.
// Several, since of one alone ffmpeg may not know the time, and as an input of their own: from ffmpeg 6 on a limit
// of one stream (-frames) ends the others.
const SOUND = ['-map', '0:a'];
const PICTURES = ['-map', '1:V:0'];
const PICTURE_SECONDS = ['-t', '2'];

/** Muxers whose files the demuxer of the video reads. Of the other kinds the copy has other time stamps, or is as large as the file. */
const MUXERS: Partial<Record<Demuxer, string>> = { matroska: 'matroska', mpegts: 'mpegts', avi: 'avi' };

export type Demuxing = {
  demuxer: Demuxer;
  /** Where the soundtracks go. */
  path: string;
  mostBytes: number;
  signal: AbortSignal;
};

/**
 * Writes the soundtracks of `video`, and says whether a decoder gets from them what it gets from the video.
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

/** How the list says it. Versions of ffmpeg differ in what they write of Opus' samples to skip, and read of it. */
const OPUS = /^#codec_id \d+: opus$/;

/** The sum of the list of the packets of a file's soundtracks; undefined where ffmpeg complains of the file, and for Opus. */
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
 * A fragmented mp4 has another for its first packet, and no decoder goes by it:
 *     0,      5760,      5760,     1024,      391, 4c9c9ba2e0847f896cc5c2c94e9e3f34
 */
const withoutDuration = (line: string): string => line.replace(/^(\d+, +-?\d+, +-?\d+), +\d+/, '$1');

const muxerFor = async (video: string, demuxer: Demuxer): Promise<string | undefined> => {
  if (demuxer !== 'mov') return MUXERS[demuxer];
  // mp4 knows no raw samples, QuickTime no Opus.
  return (await isQuickTime(video)) ? 'mov' : 'mp4';
};

/** Its brand, or that it has none: `....ftypqt  `. */
const isQuickTime = async (path: string): Promise<boolean> => {
  await using file = await open(path);
  const { buffer } = await file.read(Buffer.alloc(12), 0, 12, 0);
  const brand = buffer.toString('latin1', 4);
  return !brand.startsWith('ftyp') || brand === 'ftypqt  ';
};
