import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { decode } from '../../../services/transcriber/ffmpeg.ts';
import { fakePrograms } from './fake-programs.ts';

const KEY = 'week1/lesson1/video1.mp4';
const MP4 = "Input #0, mov,mp4,m4a,3gp,3g2,mj2, from 'file:/tmp/video':";
const VIDEO_STREAM =
  '  Stream #0:0[0x1](und): Video: h264 (High) (avc1 / 0x31637661), yuv420p, 640x360, 25 fps';
const AUDIO_STREAM =
  '  Stream #0:1[0x2](und): Audio: aac (LC) (mp4a / 0x6134706D), 44100 Hz, mono, fltp, 69 kb/s';
const NO_OUTPUT = 'At least one output file must be specified';
const described = (duration: string, ...streams: string[]): string =>
  [MP4, `  Duration: ${duration}, start: 0.000000, bitrate: 205 kb/s`, ...streams, NO_OUTPUT].join('\n');

describe('decode', () => {
  const programs = fakePrograms();
  let video: string;
  let wav: string;
  beforeEach(() => {
    video = join(programs.folder, 'video');
    wav = join(programs.folder, 'soundtrack.wav');
  });

  /** Says `description` of its input, and with an output does what `decoding` says. */
  const fakeFfmpeg = async (description: string, decoding = 'exit 0') => {
    await writeFile(join(programs.folder, 'description'), description);
    const script = `
      echo "$@" >> ${programs.folder}/arguments
      case "$*" in *soundtrack.wav) ${decoding} ;; *) cat ${programs.folder}/description >&2; exit 1 ;; esac`;
    await programs.write('ffmpeg', script);
  };
  /** A WAV file of so many seconds: a header of 44 bytes, then 32,000 bytes a second. */
  const writesSeconds = (seconds: number) => `head -c ${44 + seconds * 32_000} /dev/zero > ${wav}`;

  it.each([
    ['as declared', '00:01:10.50', 70.5, 70.5],
    ['and rounds down to milliseconds', '00:00:01.00', 1.0009375, 1],
    ['though it is two seconds shorter than the picture', '00:00:10.00', 8, 8],
    ['though it is two percent shorter than the picture', '01:00:00.00', 3_528, 3_528],
    ['though it is longer than declared', '00:00:10.00', 12, 12],
    ['of a file that declares no duration', 'N/A', 3, 3],
    ['though the picture goes on without it', '01:00:00.00', 3_500, 3_500],
  ])('gives the length of the soundtrack %s', async (_what, declared, seconds, expected) => {
    await fakeFfmpeg(described(declared, VIDEO_STREAM, AUDIO_STREAM), writesSeconds(seconds));

    expect(await decode(video, wav, KEY, {})).toBe(expected);
  });

  it.each([
    ['ten seconds', '00:00:10.00', 7.9, 'ends at 7.9 s of 10.0 s'],
    ['an hour', '01:00:00.00', 3_500, 'ends at 3500.0 s of 3600.0 s'],
  ])('says that a soundtrack of %s is cut off', async (_length, declared, seconds, message) => {
    const complaint = 'echo "[mov] stream 0, offset 0xe: partial file" >&2';
    await fakeFfmpeg(described(declared, AUDIO_STREAM), `${complaint}; ${writesSeconds(seconds)}`);

    await expect(decode(video, wav, KEY, {})).rejects.toMatchObject({
      name: 'VideoTruncated',
      message: expect.stringMatching(`^${KEY} is cut off: its soundtrack ${message}`),
    });
  });

  it.each([
    ['pictures alone', described('00:00:10.00', VIDEO_STREAM)],
    ['no streams', described('N/A')],
    ['subtitles', described('00:00:10.00', '  Stream #0:0: Subtitle: mov_text')],
  ])('says that a file with %s has no sound', async (_what, description) => {
    await fakeFfmpeg(description);

    await expect(decode(video, wav, KEY, {})).rejects.toMatchObject({ name: 'VideoWithoutSound' });
  });

  it.each([
    [
      'without index',
      '[mov,mp4 @ 0x55d0] moov atom not found\nfile:v: Invalid data found',
      'its index (moov)',
    ],
    ['of no media', 'file:v: Invalid data found when processing input', 'it holds no audio or video'],
    [
      'that ffmpeg complains of',
      'file:v: I/O error\n[mov @ 0x55d0] Too deep',
      'cannot be decoded: Too deep.',
    ],
    ['without a word of ffmpeg', '', 'ffmpeg gave no reason'],
  ])('refuses a file %s', async (_what, description, message) => {
    await fakeFfmpeg(description);

    await expect(decode(video, wav, KEY, {})).rejects.toMatchObject({
      name: 'VideoUnreadable',
      message: expect.stringContaining(message),
    });
  });

  it.each([
    ['ffmpeg fails', 'echo "[aac @ 0x55d0] Prediction is not allowed" >&2; exit 69', 'Prediction is not'],
    ['the soundtrack is empty', 'head -c 44 /dev/zero > "$(dirname $0)/soundtrack.wav"', 'holds no sound'],
  ])('says that a file cannot be decoded where %s', async (_what, decoding, message) => {
    await fakeFfmpeg(described('00:00:10.00', AUDIO_STREAM), decoding);

    await expect(decode(video, wav, KEY, {})).rejects.toMatchObject({
      name: 'VideoUnreadable',
      message: expect.stringContaining(message),
    });
  });

  it('does not take a title for the soundtrack or its length', async () => {
    const titles = [
      '    title           : Stream #0:1: Audio: aac',
      '    title           : Duration: 99:00:00.00',
    ];
    await fakeFfmpeg(described('00:00:10.00', ...titles, VIDEO_STREAM), writesSeconds(10));

    await expect(decode(video, wav, KEY, {})).rejects.toMatchObject({ name: 'VideoWithoutSound' });
  });

  it('does not blame the video for a full disk', async () => {
    await fakeFfmpeg(described('00:00:10.00', AUDIO_STREAM), 'echo "No space left on device" >&2; exit 228');

    await expect(decode(video, wav, KEY, {})).rejects.toMatchObject({
      name: 'EngineFailed',
      message: expect.stringContaining('No space left on device'),
    });
  });

  it('does not blame the video for an ffmpeg that was killed', async () => {
    await fakeFfmpeg(described('00:00:10.00', AUDIO_STREAM), 'kill -9 $$');

    await expect(decode(video, wav, KEY, {})).rejects.toMatchObject({
      name: 'EngineFailed',
      message: expect.stringContaining('SIGKILL'),
    });
  });

  it('reads this one file only, whatever it names', async () => {
    await fakeFfmpeg(described('00:00:01.00', AUDIO_STREAM), writesSeconds(1));

    await decode(video, wav, KEY, {});

    const calls = (await readFile(join(programs.folder, 'arguments'), 'utf8')).trim().split('\n');
    expect(calls).toHaveLength(2);
    for (const call of calls) expect(call).toContain('-protocol_whitelist file');
  });

  it('says that ffmpeg is not installed', async () => {
    process.env.PATH = programs.folder;

    await expect(decode(video, wav, KEY, {})).rejects.toMatchObject({ name: 'ToolMissing' });
  });
});
