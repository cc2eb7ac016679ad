// What ffmpeg.ts understands of ffmpeg's description of a file, and how it calls ffmpeg.

import { writeFile } from 'node:fs/promises';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { type DecodeOptions, decode } from '../../../../services/shared/media/decode.ts';
import { anError } from '../../../fixtures/an-error.ts';
import {
  AUDIO_STREAM,
  described,
  fakePrograms,
  silence,
  timed,
  VIDEO_STREAM,
  writeMp4,
} from '../../transcriber/fake-programs.ts';

const KEY = 'week1/lesson1/video1.mp4';

describe('decode', () => {
  const programs = fakePrograms();
  let video: string;
  beforeEach(async () => {
    video = await writeMp4(programs.folder);
  });

  /** Decodes, and returns the output as text. */
  const decodeText = async (options?: DecodeOptions): Promise<string> => {
    const chunks: Buffer[] = [];
    const sink = async (samples: AsyncIterable<Buffer>) => {
      for await (const chunk of samples) chunks.push(chunk);
    };
    await decode(video, KEY, sink, options);
    return Buffer.concat(chunks).toString().replaceAll('\0', '').trim();
  };
  /** The arguments of an ffmpeg that prints them instead of samples. */
  const callFor = async (streams: string[], options?: DecodeOptions): Promise<string> => {
    await programs.writeFfmpeg(described('00:00:01.00', ...streams), timed(32_000, `printf '%-32000s' "$*"`));
    return decodeText(options);
  };

  it.each([
    ['only pictures', described('00:00:10.00', VIDEO_STREAM)],
    ['no streams', described('N/A')],
    ['subtitles', described('00:00:10.00', '  Stream #0:0: Subtitle: mov_text')],
  ])('says that a file with %s has no sound', async (_what, description) => {
    await programs.writeFfmpeg(description);

    await expect(decodeText()).rejects.toEqual(anError('VideoWithoutSound', 'has no soundtrack'));
  });

  it('does not mistake a title for the soundtrack or its length', async () => {
    const titles = [
      '    title           : Stream #0:1: Audio: aac',
      '    title           : Duration: 99:00:00.00',
    ];
    await programs.writeFfmpeg(described('00:00:10.00', ...titles, VIDEO_STREAM), silence(10));

    await expect(decodeText()).rejects.toMatchObject({ name: 'VideoWithoutSound' });
  });

  it.each([
    ['the only one', [VIDEO_STREAM, AUDIO_STREAM], undefined, 0],
    ['the first one if none is the default', [AUDIO_STREAM, AUDIO_STREAM], undefined, 0],
    ['the default one', [VIDEO_STREAM, AUDIO_STREAM, `${AUDIO_STREAM} (default)`], undefined, 1],
    ['not the default picture', [`${VIDEO_STREAM} (default)`, AUDIO_STREAM], undefined, 0],
    ['the requested one', [`${AUDIO_STREAM} (default)`, AUDIO_STREAM, AUDIO_STREAM], 3, 2],
    ['the first one, if requested', [AUDIO_STREAM, `${AUDIO_STREAM} (default)`], 1, 0],
    [
      'the default one in the words of ffmpeg 4',
      [`  ${AUDIO_STREAM}`, `  ${AUDIO_STREAM} (default)`],
      undefined,
      1,
    ],
  ])('chooses %s', async (_which, streams, audioTrack, index) => {
    expect(await callFor(streams, { audioTrack })).toContain(` -map 0:a:${index} `);
  });

  it('refuses a soundtrack that does not exist, and says how many there are', async () => {
    await programs.writeFfmpeg(described('00:00:10.00', AUDIO_STREAM, AUDIO_STREAM), silence(1));

    await expect(decodeText({ audioTrack: 3 })).rejects.toMatchObject({
      name: 'VideoWithoutSound',
      message: `${KEY} has 2 soundtracks, but --audio-track asks for number 3.`,
    });
  });

  it('refuses a soundtrack with more channels than it can mix', async () => {
    const stream = AUDIO_STREAM.replace('mono', '300 channels');
    await programs.writeFfmpeg(described('00:00:10.00', stream), silence(1));

    await expect(decodeText()).rejects.toThrow(/has 300 channels, but at most 64 can be mixed/);
  });

  it('decodes only this file, whatever it names, in the format of its first bytes', async () => {
    const call = await callFor([AUDIO_STREAM]);

    expect(call).toContain(
      `-protocol_whitelist file -nostats -loglevel +level+verbose -f mov -i file:${video} `,
    );
  });

  it('reads the headers of only this file, whatever it names, in the format of its first bytes', async () => {
    await programs.write('ffmpeg', 'echo "$@" >&2; exit 1');

    await expect(decodeText()).rejects.toThrow(`-protocol_whitelist file -f mov -i file:${video}.`);
  });

  it('asks for 16-bit samples of all channels at 16,000 Hz, with the time of each stretch, in large blocks', async () => {
    expect(await callFor([AUDIO_STREAM])).toMatch(
      / -vn -sn -dn -ar 16000 -c:a pcm_s16le -map_metadata -1 -avoid_negative_ts disabled -f smjpeg -flush_packets 0 pipe:1$/,
    );
  });

  it.each([
    [
      'without index',
      '[mov,mp4 @ 0x55d0] moov atom not found\nfile:v: Invalid data found',
      'its index (moov)',
    ],
    ['with no media', 'file:v: Invalid data found when processing input', 'it contains no audio or video'],
    [
      'that ffmpeg complains about',
      'file:v: I/O error\n[mov @ 0x55d0] Too deep',
      'cannot be decoded: Too deep.',
    ],
    ['without a message from ffmpeg', '', 'ffmpeg gave no reason'],
  ])('refuses a file %s', async (_what, description, message) => {
    await programs.writeFfmpeg(description);

    await expect(decodeText()).rejects.toEqual(anError('VideoUnreadable', message));
  });

  it('does not start ffmpeg for a file that is not media', async () => {
    await writeFile(video, '#EXTM3U\nhttp://169.254.169.254/latest/meta-data\n');
    await programs.writeFfmpeg(described('00:00:10.00', AUDIO_STREAM), silence(1));

    await expect(decodeText()).rejects.toEqual(
      anError('VideoUnreadable', 'not a supported audio or video format'),
    );
  });
});
