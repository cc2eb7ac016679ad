// Decodes a video's soundtrack into raw samples with ffmpeg.
import { asEngineFault, VideoUnreadable } from '../contracts/errors.ts';
import { toMilliseconds } from '../contracts/spans.ts';
import { ProcessFailed, type RunOptions, run, type Sink } from '../system/process.ts';
import { chooseTrack, delayIn, type Media, readMedia, reason } from './media.ts';
import { type MixOptions, type MixSummary, makeMixing, refuseTooMany } from './mixing.ts';
import { BYTES_PER_SECOND, SAMPLE_RATE } from './pcm.ts';
import { place, TimesAstray } from './place.ts';
import { readSound } from './smjpeg.ts';
import { type Demuxer, sniff } from './sniff.ts';

/** A file that is cut off this close to its end lacks less than a word. */
const TOLERATED_SECONDS = 0.5;

/** No lecture is longer, but a small hostile file may claim to be. */
export const LONGEST_SECONDS = 24 * 3_600;

// An untrusted media file may be a playlist that names other files and hosts: read only this file, as what its first
// bytes say it is.
export const INPUT = ['-hide_banner', '-nostdin', '-threads', '1', '-protocol_whitelist', 'file'];
// Samples with ffmpeg's times, which `place.ts` puts into one stream. All channels, because ffmpeg would mix them blindly.
const SAMPLES = ['-ar', String(SAMPLE_RATE), '-c:a', 'pcm_s16le'];
const TIMED = ['-map_metadata', '-1', '-avoid_negative_ts', 'disabled', '-f', 'smjpeg', 'pipe:1'];

/** ADTS has no times: ffmpeg derives them from the rate of the first frame, whatever the others have. */
const WITHOUT_TIMES: Demuxer[] = ['aac'];

/** Without another stream in use, ffmpeg counts from the start of the soundtrack in these, elsewhere from that of the file. */
export const COUNTED_FROM_TRACK: Demuxer[] = ['mpegts', 'mpeg', 'ogg'];

/** Several times what lecture formats needed (docs/decisions/hostile-files.md). */
export const LIMITS = { memoryBytes: 2 * 1_024 ** 3, cpuSeconds: 1_800, fileBytes: 0 };

/** Exit codes of an ffmpeg that reached its limit of processor time, and of a shell that could not set the limits. */
const OUT_OF_TIME = 255;
const NO_START = 125;

/** The messages of the mp4 and Matroska demuxers. */
const CUT_OFF = /partial file|File ended prematurely/;

/** For a file with soundtracks that may each take half an hour. */
export const TOO_SLOW = 'decoding it takes too long';

export type DecodeOptions = MixOptions & {
  /** Which of several soundtracks, from 1; by default the file's default one. */
  audioTrack?: number | undefined;
  signal?: AbortSignal | undefined;
};

export type Decoded = {
  /** The soundtrack that was decoded, from 1, and how many there are. */
  track: number;
  tracks: number;
  sound: MixSummary;
  seconds: number;
  /** What the file declares but does not contain. */
  lostSeconds: number;
};

/**
 * Decodes a soundtrack of `video` into `sink` as 16-bit samples at 16 kHz, mixed to one channel.
 * Decodes what it can of a file that is broken further on.
 * @param key the video's name, for the errors.
 * @throws {VideoUnreadable | VideoWithoutSound}
 */
export const decode = async (
  video: string,
  key: string,
  sink: Sink,
  { audioTrack, signal, ...wanted }: DecodeOptions = {},
): Promise<Decoded> => {
  const media = await probe(video, key, { signal });
  const track = chooseTrack(media.tracks, audioTrack, key);
  const input = [...INPUT, '-loglevel', 'error', '-f', media.demuxer, '-i', `file:${video}`];
  const output = ['-map', `0:a:${track}`, '-vn', '-sn', '-dn', ...SAMPLES, ...TIMED];
  const delaySeconds = await delayOf(video, media, track, { signal });
  const hasTimes = !WITHOUT_TIMES.includes(media.demuxer);
  const times = { hasTimes, delaySeconds, declaredSeconds: media.seconds, longestSeconds: LONGEST_SECONDS };
  const layout = media.tracks[track]?.layout ?? { channels: 0, speakers: [] };
  // Checked here because SMJPEG stores the number in one byte: 300 would be 44.
  refuseTooMany(key, layout);
  let bytes = 0;
  const onBytes = (more: number) => {
    bytes += more;
  };
  const mixing = makeMixing(key, wanted);
  async function* mixed(written: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    const sound = await readSound(written);
    if (!sound) return;
    const { channels } = sound;
    yield* mixing.mix(place(sound.stretches, { ...times, channels }), { ...layout, channels });
  }
  const { failure, stderr } = await runToItsEnd([...input, ...output], {
    signal,
    limits: LIMITS,
    sink: (written) => sink(counted(mixed(written), onBytes)),
  }).catch((error) => {
    throw error instanceof TimesAstray ? new VideoUnreadable(key, error.message, error) : error;
  });
  const seconds = Math.floor((bytes / BYTES_PER_SECOND) * 1_000) / 1_000;
  if (failure?.exitCode === OUT_OF_TIME) throw new VideoUnreadable(key, TOO_SLOW, failure);
  if (seconds === 0)
    throw new VideoUnreadable(key, failure ? reason(stderr) : 'its soundtrack holds no sound', failure);
  // A soundtrack may end before the picture: it is a loss only if ffmpeg says so.
  const lost = failure || CUT_OFF.test(stderr) ? media.seconds - seconds : 0;
  const lostSeconds = lost > TOLERATED_SECONDS ? toMilliseconds(lost) : 0;
  return { track: track + 1, tracks: media.tracks.length, sound: mixing.summary, seconds, lostSeconds };
};

async function* counted(
  chunks: AsyncIterable<Buffer>,
  onBytes: (more: number) => void,
): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    onBytes(chunk.length);
    yield chunk;
  }
}

/** An ffmpeg that gives up on a file does not throw; one that was killed says nothing about the file. */
const runToItsEnd = async (
  args: string[],
  options: RunOptions,
): Promise<{ failure?: ProcessFailed; stdout: string; stderr: string }> => {
  try {
    return await run('ffmpeg', args, options);
  } catch (error) {
    if (!(error instanceof ProcessFailed) || error.exitCode === undefined || error.exitCode === NO_START)
      throw asEngineFault('A soundtrack could not be decoded', error);
    return { failure: error, stdout: '', stderr: error.stderr };
  }
};

/** How many seconds after its file a soundtrack starts, unless ffmpeg accounts for that. */
const delayOf = async (
  video: string,
  { demuxer, startSeconds }: Media,
  track: number,
  options: Pick<RunOptions, 'signal'>,
): Promise<number> => {
  if (!COUNTED_FROM_TRACK.includes(demuxer)) return 0;
  const input = [...INPUT, '-loglevel', 'error', '-copyts', '-f', demuxer, '-i', `file:${video}`];
  const firstPacket = ['-map', `0:a:${track}`, '-c', 'copy', '-frames:a', '1', '-f', 'framecrc', 'pipe:1'];
  const { stdout } = await runToItsEnd([...input, ...firstPacket], { ...options, limits: LIMITS });
  return delayIn(stdout, startSeconds);
};

/**
 * Reads a file's headers.
 * @throws {VideoUnreadable}
 */
export const probe = async (
  video: string,
  key: string,
  options: Pick<RunOptions, 'signal'>,
): Promise<Media> => {
  const demuxer = await sniff(video);
  if (!demuxer) throw new VideoUnreadable(key, 'its content is not a supported audio or video format');
  // Without an output ffmpeg describes its input on stderr and fails.
  const args = [...INPUT, '-f', demuxer, '-i', `file:${video}`];
  const { stderr } = await runToItsEnd(args, { ...options, limits: LIMITS });
  if (!stderr.includes('Input #0')) throw new VideoUnreadable(key, reason(stderr));
  return readMedia(demuxer, stderr);
};
