// ffmpeg: a video's soundtrack as 16 kHz mono, and pieces of it. Knows ffmpeg's words, not what they mean for a run.
import { stat } from 'node:fs/promises';
import type { Span } from '../shared/contracts.ts';
import { asEngineFault, VideoTruncated, VideoUnreadable, VideoWithoutSound } from '../shared/errors.ts';
import { ProcessFailed, type RunOptions, run } from '../shared/process.ts';

/** What Whisper and the VAD take: 16-bit samples, 16,000 of them a second. */
const SAMPLE_RATE = 16_000;
const BYTES_PER_SECOND = SAMPLE_RATE * 2;
const WAV_HEADER_BYTES = 44;

/** What is missing of a file that is cut off this close to its end is less than a word. */
const TOLERATED_SECONDS = 0.5;

// A media file of a stranger may be a playlist that names other files and hosts: read this one file only.
const INPUT = ['-hide_banner', '-nostdin', '-protocol_whitelist', 'file'];
const SOUNDTRACK = ['-map', '0:a:0', '-vn', '-sn', '-dn'];
// Bit-exact, so that the header is always as long as WAV_HEADER_BYTES says.
// Silence where a soundtrack starts later than its video or leaves time out, or captions would come early.
const WAV = [
  '-af',
  'aresample=async=1:first_pts=0',
  '-ac',
  '1',
  '-ar',
  String(SAMPLE_RATE),
  '-c:a',
  'pcm_s16le',
  '-map_metadata',
  '-1',
  '-fflags',
  '+bitexact',
];

/** How the demuxers of mp4 and of Matroska say so. */
const CUT_OFF = /partial file|File ended prematurely/;
const DISK_FULL = /No space left on device/;

export type Piece = Span & { path: string };

/**
 * Decodes the first soundtrack of `video` into `wav`, and gives its length in seconds.
 * @param key the video's name, for the errors.
 * @throws {VideoUnreadable | VideoWithoutSound | VideoTruncated}
 */
export const decode = async (
  video: string,
  wav: string,
  key: string,
  options: RunOptions,
): Promise<number> => {
  const declared = await probe(video, key, options);
  let complaints = '';
  try {
    complaints = await ffmpeg([`file:${video}`, ...SOUNDTRACK, ...WAV, '-y', `file:${wav}`], options);
  } catch (error) {
    // An ffmpeg that gives up blames the file; one that was ended, or had no room, says nothing about it.
    const isMediaFault = error instanceof ProcessFailed && error.hasExited && !DISK_FULL.test(error.stderr);
    throw isMediaFault
      ? new VideoUnreadable(key, reason(error.stderr), error)
      : asEngineFault('A soundtrack could not be decoded', error);
  }
  const seconds = ((await stat(wav)).size - WAV_HEADER_BYTES) / BYTES_PER_SECOND;
  if (seconds <= 0) throw new VideoUnreadable(key, 'its soundtrack holds no sound');
  // A soundtrack may well end before the picture: only ffmpeg's word makes that a loss.
  const isCutOff = CUT_OFF.test(complaints) && seconds < declared - TOLERATED_SECONDS;
  if (isCutOff) throw new VideoTruncated(key, seconds, declared);
  return Math.floor(seconds * 1_000) / 1_000;
};

/**
 * Cuts pieces out of a soundtrack, read once; the extension of a piece's path says its format (wav or flac).
 * @throws {EngineFailed}
 */
export const cut = async (soundtrack: string, pieces: Piece[], options: RunOptions): Promise<void> => {
  const outputs = pieces.flatMap(({ start, end, path }) => [
    '-ss',
    String(start),
    '-to',
    String(end),
    '-y',
    `file:${path}`,
  ]);
  try {
    await ffmpeg([`file:${soundtrack}`, ...outputs], options);
  } catch (error) {
    throw asEngineFault('A soundtrack could not be cut', error);
  }
};

/**
 * Gives ffmpeg's complaints.
 * @throws {ProcessFailed} also where it runs out of disk: it may exit with 0 all the same.
 */
const ffmpeg = async (args: string[], options: RunOptions): Promise<string> => {
  const { stderr } = await run('ffmpeg', [...INPUT, '-loglevel', 'error', '-i', ...args], options);
  if (DISK_FULL.test(stderr)) throw new ProcessFailed('ffmpeg', 'ran out of disk', stderr);
  return stderr;
};

/** The duration in seconds that the container declares, 0 where it declares none. */
const probe = async (video: string, key: string, options: RunOptions): Promise<number> => {
  // Without an output ffmpeg describes its input on stderr and exits with 1.
  const described = { ...options, okCodes: [0, 1, 183, 234, 254] };
  const { stderr } = await run('ffmpeg', [...INPUT, '-i', `file:${video}`], described).catch((error) => {
    throw asEngineFault('A soundtrack could not be described', error);
  });
  if (!stderr.includes('Input #0')) throw new VideoUnreadable(key, reason(stderr));
  if (!/^ {2}Stream #0:\d.*: Audio: /m.test(stderr)) throw new VideoWithoutSound(key);
  // At the start of a line, since a title may say the same:
  //   Duration: 00:01:10.50, start: 0.000000, bitrate: 205 kb/s
  const [, hours, minutes, seconds] = /^ {2}Duration: (\d+):(\d+):([\d.]+)/m.exec(stderr) ?? [0, 0, 0, 0];
  return Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds);
};

/** ffmpeg's complaint in words for people, or else its last line as it is. */
const reason = (stderr: string): string => {
  if (/moov atom not found/.test(stderr)) return 'its index (moov) is missing, as in a copy that was cut off';
  if (/Invalid data found/.test(stderr)) return 'it holds no audio or video that ffmpeg knows';
  const last = stderr.trim().split('\n').at(-1) ?? '';
  return last.replace(/^\[[^\]]*\] /, '') || 'ffmpeg gave no reason';
};
