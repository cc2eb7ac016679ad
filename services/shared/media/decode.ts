// Decodes a video's soundtrack into raw samples.
import { VideoUnreadable } from '../contracts/errors.ts';
import { toMilliseconds } from '../contracts/spans.ts';
import type { RunOptions, Sink } from '../system/process.ts';
import {
  COUNTED_FROM_TRACK,
  type FfmpegResult,
  INPUT,
  LIMITS,
  LONGEST_SECONDS,
  OUT_OF_TIME,
  probe,
  runToItsEnd,
} from './ffmpeg.ts';
import { readLayout } from './layout.ts';
import { LOGGED, type Log, makeLog } from './log.ts';
import { chooseTrack, delayIn, type Media, reason } from './media.ts';
import { type MixOptions, type MixSummary, makeMixing, refuseTooMany } from './mixing.ts';
import { BYTES_PER_SECOND, SAMPLE_RATE } from './pcm.ts';
import { place, TimesAstray } from './place.ts';
import { readSound } from './smjpeg.ts';
import type { Demuxer } from './sniff.ts';

/** A file that is cut off this close to its end lacks less than a word. */
const TOLERATED_SECONDS = 0.5;

// Samples with ffmpeg's times, which `place.ts` puts into one stream. All channels, because ffmpeg would mix them blindly.
const SAMPLES = ['-ar', String(SAMPLE_RATE), '-c:a', 'pcm_s16le'];
const TIMED = ['-map_metadata', '-1', '-avoid_negative_ts', 'disabled', '-f', 'smjpeg'];
// Otherwise ffmpeg writes each frame on its own, of 750 bytes: 160,000 pieces for an hour.
const IN_BLOCKS = ['-flush_packets', '0', 'pipe:1'];

/** ADTS has no times: ffmpeg derives them from the rate of the first frame, whatever the others have. */
const WITHOUT_TIMES: Demuxer[] = ['aac'];

/** FLAC declares how many samples it has, and ffmpeg does not mention that some are missing. */
const EXACT: Demuxer[] = ['flac'];

/** For a file with soundtracks that may each take half an hour. */
export const TOO_SLOW = 'decoding it takes too long';

export type DecodeOptions = MixOptions & {
  /** Which of several soundtracks, from 1; by default the file's default one. */
  audioTrack?: number | undefined;
  /** The name of the layout that ffmpeg converts to; by default the one that the soundtrack begins with. */
  layout?: string | undefined;
  signal?: AbortSignal | undefined;
};

export type Decoded = {
  /** The soundtrack that was decoded, from 1, and how many there are. */
  track: number;
  tracks: number;
  sound: MixSummary;
  /**
   * Set if the number of channels changes. ffmpeg mixed them blindly, or made those of one part quieter: decoding again
   * with this `layout` gives all of them, as loud as they are.
   */
  widestLayout: string | undefined;
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
  { audioTrack, layout: wanted, signal, ...mix }: DecodeOptions = {},
): Promise<Decoded> => {
  const media = await probe(video, key, { signal });
  const track = chooseTrack(media.tracks, audioTrack, key);
  const layout = wanted ? readLayout(wanted) : (media.tracks[track]?.layout ?? { channels: 0, speakers: [] });
  // Checked here because SMJPEG stores the number in one byte: 300 would be 44.
  refuseTooMany(key, layout);
  const times = {
    hasTimes: !WITHOUT_TIMES.includes(media.demuxer),
    delaySeconds: await delayOf(video, media, track, { signal }),
    declaredSeconds: media.seconds,
    longestSeconds: LONGEST_SECONDS,
  };
  const mixing = makeMixing(key, { ...mix, countsSilent: wanted === undefined });
  const log = makeLog();
  let bytes = 0;
  async function* mixed(written: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    const sound = await readSound(written);
    if (!sound) return;
    const { channels } = sound;
    for await (const chunk of mixing.mix(place(sound.stretches, { ...times, channels }), {
      ...layout,
      channels,
    })) {
      bytes += chunk.length;
      yield chunk;
    }
  }
  const input = [...INPUT, ...LOGGED, '-f', media.demuxer, '-i', `file:${video}`];
  const convert = wanted ? ['-af', `aformat=channel_layouts=${wanted}`] : [];
  const output = [
    '-map',
    `0:a:${track}`,
    '-vn',
    '-sn',
    '-dn',
    ...SAMPLES,
    ...convert,
    ...TIMED,
    ...IN_BLOCKS,
  ];
  const { failure } = await runToItsEnd([...input, ...output], {
    signal,
    limits: LIMITS,
    sink: (written) => sink(mixed(written)),
    onStderr: log.take,
  }).catch((error) => {
    throw error instanceof TimesAstray ? new VideoUnreadable(key, error.message, error) : error;
  });
  const seconds = Math.floor((bytes / BYTES_PER_SECOND) * 1_000) / 1_000;
  assertDecoded(key, seconds, failure, log);
  return {
    track: track + 1,
    tracks: media.tracks.length,
    sound: mixing.summary,
    widestLayout: log.widestLayout(),
    seconds,
    lostSeconds: lostOf(media, seconds, failure, log),
  };
};

type Failure = FfmpegResult['failure'];

const assertDecoded = (key: string, seconds: number, failure: Failure, { complaints }: Log): void => {
  if (failure?.exitCode === OUT_OF_TIME) throw new VideoUnreadable(key, TOO_SLOW, failure);
  if (seconds === 0)
    throw new VideoUnreadable(key, failure ? reason(complaints()) : 'its soundtrack holds no sound', failure);
};

/** A soundtrack may end before the picture: where there may be one, it is a loss only if ffmpeg says so. */
const lostOf = (media: Media, seconds: number, failure: Failure, { isCutOff }: Log): number => {
  const isLoss = failure || isCutOff() || EXACT.includes(media.demuxer);
  const lost = isLoss ? media.seconds - seconds : 0;
  return lost > TOLERATED_SECONDS ? toMilliseconds(lost) : 0;
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
