// ffmpeg: a video's soundtrack as raw samples. Knows ffmpeg's words, not what they mean for a run.
import { asEngineFault, VideoUnreadable } from '../contracts/errors.ts';
import { toMilliseconds } from '../contracts/spans.ts';
import { ProcessFailed, type RunOptions, run, type Sink } from '../system/process.ts';
import { chooseTrack, delayIn, type Media, readMedia, reason } from './media.ts';
import { type MixOptions, type MixSummary, makeMixing, refuseTooMany } from './mixing.ts';
import { BYTES_PER_SECOND, SAMPLE_RATE } from './pcm.ts';
import { place, TimesAstray } from './place.ts';
import { readSound } from './smjpeg.ts';
import { type Demuxer, sniff } from './sniff.ts';

/** What is missing of a file that is cut off this close to its end is less than a word. */
const TOLERATED_SECONDS = 0.5;

/** No lecture, and what a small file of a stranger may pretend to hold. */
export const LONGEST_SECONDS = 24 * 3_600;

// A media file of a stranger may be a playlist that names other files and hosts: read this one file only,
// as what its first bytes say that it is.
export const INPUT = ['-hide_banner', '-nostdin', '-threads', '1', '-protocol_whitelist', 'file'];
// Samples with their times, as ffmpeg counts them: `place.ts` makes one line of them. All channels, which are mixed here,
// since ffmpeg mixes without looking.
const SAMPLES = ['-ar', String(SAMPLE_RATE), '-c:a', 'pcm_s16le'];
const TIMED = ['-map_metadata', '-1', '-avoid_negative_ts', 'disabled', '-f', 'smjpeg', 'pipe:1'];

/** ADTS has no times: ffmpeg counts its frames by the rate of the first one, whatever the others have. */
const WITHOUT_TIMES: Demuxer[] = ['aac'];

/** In these, ffmpeg counts from the start of the soundtrack, where no other stream is used; elsewhere from that of the file. */
export const COUNTED_FROM_TRACK: Demuxer[] = ['mpegts', 'mpeg', 'ogg'];

/** Several times what the formats of lectures needed (docs/decisions/hostile-files.md). */
export const LIMITS = { memoryBytes: 2 * 1_024 ** 3, cpuSeconds: 1_800, fileBytes: 0 };

/** Exit codes: of an ffmpeg that met its limit of processor time, and of a shell that could not set the limits. */
const OUT_OF_TIME = 255;
const NO_START = 125;

/** How the demuxers of mp4 and of Matroska say so. */
const CUT_OFF = /partial file|File ended prematurely/;

/** Why a file is given up whose soundtracks each may take half an hour. */
export const TOO_SLOW = 'decoding it takes too long';

export type DecodeOptions = MixOptions & {
  /** Which of several soundtracks, from 1; the default one unless told. */
  audioTrack?: number | undefined;
  signal?: AbortSignal | undefined;
};

export type Decoded = {
  /** The soundtrack that was decoded, from 1, of so many. */
  track: number;
  tracks: number;
  sound: MixSummary;
  seconds: number;
  /** What the file declares beyond that and does not hold. */
  lostSeconds: number;
};

/**
 * Decodes one soundtrack of `video` into `sink`, as 16-bit samples, mixed to one channel, 16,000 of them a second.
 * What there is of a file that is broken further on is decoded all the same.
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
  // Here too, since SMJPEG counts them in one byte, and says 44 of 300.
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
  // A soundtrack may well end before the picture: only ffmpeg's word makes that a loss.
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

/** An ffmpeg that gives up on a file fails here without throwing; one that was ended says nothing about the file. */
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

/** In seconds, how much later than its file a soundtrack starts, where ffmpeg does not count that in. */
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
 * What a file's headers say of it.
 * @throws {VideoUnreadable}
 */
export const probe = async (
  video: string,
  key: string,
  options: Pick<RunOptions, 'signal'>,
): Promise<Media> => {
  const demuxer = await sniff(video);
  if (!demuxer) throw new VideoUnreadable(key, 'its content is no audio or video that is known here');
  // Without an output ffmpeg describes its input on stderr and fails.
  const args = [...INPUT, '-f', demuxer, '-i', `file:${video}`];
  const { stderr } = await runToItsEnd(args, { ...options, limits: LIMITS });
  if (!stderr.includes('Input #0')) throw new VideoUnreadable(key, reason(stderr));
  return readMedia(demuxer, stderr);
};
