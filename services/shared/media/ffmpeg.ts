// Calls ffmpeg on an untrusted media file, under limits, and reads the file's headers.
import { asEngineFault, VideoUnreadable } from '../contracts/errors.ts';
import { ProcessFailed, type RunOptions, run } from '../system/process.ts';
import { type Media, readMedia, reason } from './media.ts';
import { type Demuxer, sniff } from './sniff.ts';

/** No lecture is longer, but a small hostile file may claim to be. */
export const LONGEST_SECONDS = 24 * 3_600;

// An untrusted media file may be a playlist that names other files and hosts: read only this file, as what its first
// bytes say it is.
export const INPUT = ['-hide_banner', '-nostdin', '-threads', '1', '-protocol_whitelist', 'file'];

/** Without another stream in use, ffmpeg counts from the start of the soundtrack in these, elsewhere from that of the file. */
export const COUNTED_FROM_TRACK: Demuxer[] = ['mpegts', 'mpeg', 'ogg'];

/** Several times what lecture formats needed (docs/decisions/hostile-files.md). */
export const LIMITS = { memoryBytes: 2 * 1_024 ** 3, cpuSeconds: 1_800, fileBytes: 0 };

/** Exit codes of an ffmpeg that reached its limit of processor time, and of a shell that could not set the limits. */
export const OUT_OF_TIME = 255;
const NO_START = 125;

/** How a call of ffmpeg ended; `failure` if it gave up on the file. */
export type FfmpegResult = { failure?: ProcessFailed; stdout: string; stderr: string };

/** An ffmpeg that gives up on a file does not throw; one that was killed says nothing about the file. */
export const runToItsEnd = async (args: string[], options: RunOptions): Promise<FfmpegResult> => {
  try {
    return await run('ffmpeg', args, options);
  } catch (error) {
    if (!(error instanceof ProcessFailed) || error.exitCode === undefined || error.exitCode === NO_START)
      throw asEngineFault('A soundtrack could not be decoded', error);
    return { failure: error, stdout: '', stderr: error.stderr };
  }
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
