import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { decode } from '../../../../services/shared/media/decode.ts';
import type { Sink } from '../../../../services/shared/system/process.ts';
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
const CUT_OFF = 'echo "[mov,mp4 @ 0x55d0] [error] stream 0, offset 0xe: partial file" >&2';

const devNull: Sink = async (chunks) => {
  for await (const _chunk of chunks);
};

describe('decode', () => {
  const programs = fakePrograms();
  let video: string;
  beforeEach(async () => {
    video = await writeMp4(programs.folder);
  });

  it('passes all samples to the sink', async () => {
    await writeFile(join(programs.folder, 'sound'), Buffer.alloc(32_003, 'abcdefg'));
    await programs.writeFfmpeg(
      described('00:00:01.00', AUDIO_STREAM),
      timed(32_003, `cat ${join(programs.folder, 'sound')}`),
    );
    const chunks: Buffer[] = [];

    const decoded = await decode(video, KEY, async (samples) => {
      for await (const chunk of samples) chunks.push(chunk);
    });

    expect(Buffer.concat(chunks).equals(Buffer.alloc(32_002, 'abcdefg'))).toBe(true);
    expect(decoded).toMatchObject({ seconds: 1, lostSeconds: 0, track: 1, tracks: 1 });
  });

  it.each([
    ['as declared', '00:01:10.50', 70.5, 70.5],
    ['and rounds down to milliseconds', '00:00:01.00', 1.0009375, 1],
    ['though it is two seconds shorter than the picture', '00:00:10.00', 8, 8],
    ['though the picture continues without it', '01:00:00.00', 30, 30],
    ['though it is longer than declared', '00:00:10.00', 12, 12],
    ['of a file that declares no duration', 'N/A', 3, 3],
  ])(
    'returns the length of the soundtrack %s, and nothing is lost',
    async (_what, declared, seconds, expected) => {
      await programs.writeFfmpeg(described(declared, VIDEO_STREAM, AUDIO_STREAM), silence(seconds));

      expect(await decode(video, KEY, devNull)).toMatchObject({ seconds: expected, lostSeconds: 0 });
    },
  );

  it.each([
    ['mp4, if ffmpeg continues', CUT_OFF, ''],
    [
      'Matroska, if ffmpeg continues',
      'echo "[matroska @ 0x5] [error] File ended prematurely at 3 bytes" >&2',
      '',
    ],
    ['any kind, if ffmpeg gives up', 'echo "[aac @ 0x5] [error] Prediction is not allowed" >&2', 'exit 69'],
  ])('decodes what there is of a broken file of %s, and says what is lost', async (_kind, says, end) => {
    await programs.writeFfmpeg(described('00:01:00.00', AUDIO_STREAM), `${says}; ${silence(7.9)}; ${end}`);

    expect(await decode(video, KEY, devNull)).toMatchObject({ seconds: 7.9, lostSeconds: 52.1 });
  });

  it.each([
    [undefined, 'at the level that it has in the file', 293],
    ['5.1', 'as loud as it was before ffmpeg added silent channels', 1_000],
  ])('mixes a centre alone, with the layout %s, %s', async (layout, _how, level) => {
    const centre = Int16Array.from({ length: 6 * 16_000 }, (_, at) => (at % 6 === 2 ? 1_000 : 0));
    const bytes = Buffer.from(centre.buffer);
    const header = Buffer.from(
      '\0\nSMJPEG\0\0\0\0\0\0\0\0_SND\0\0\0\x08\0\0\x10\x06NONEHENDsndD\0\0\0\0####',
      'latin1',
    );
    header.writeUInt32BE(bytes.length, header.length - 4);
    await writeFile(join(programs.folder, 'sound'), Buffer.concat([header, bytes]));
    const stream = AUDIO_STREAM.replace('mono', '5.1');
    await programs.writeFfmpeg(described('00:00:01.00', stream), `cat ${join(programs.folder, 'sound')}`);
    const chunks: Buffer[] = [];

    await decode(video, KEY, async (samples) => void chunks.push(...(await Array.fromAsync(samples))), {
      layout,
    });

    expect(new Set(new Int16Array(new Uint8Array(Buffer.concat(chunks)).buffer))).toEqual(new Set([level]));
  });

  it('says what is lost of a FLAC, of which ffmpeg says nothing', async () => {
    await writeFile(video, 'fLaC');
    await programs.writeFfmpeg(described('00:01:00.00', AUDIO_STREAM), silence(8));

    expect(await decode(video, KEY, devNull)).toMatchObject({ seconds: 8, lostSeconds: 52 });
  });

  it.each([
    ['nothing for less than a word', '00:00:08.40', 8, 0],
    ['half a second', '00:00:08.50', 8, 0],
    ['more than that', '00:00:08.51', 8, 0.51],
    ['nothing if no duration is declared', 'N/A', 8, 0],
    ['nothing beyond the declared end', '00:00:05.00', 8, 0],
  ])('counts as lost, for a truncated file, %s', async (_what, declared, seconds, lostSeconds) => {
    await programs.writeFfmpeg(described(declared, AUDIO_STREAM), `${CUT_OFF}; ${silence(seconds)}`);

    expect(await decode(video, KEY, devNull)).toMatchObject({ seconds, lostSeconds });
  });

  it.each([
    [
      'gives up at once',
      'echo "[aac @ 0x55d0] [error] Prediction is not allowed" >&2; exit 69',
      'Prediction is not',
    ],
    ['prints nothing', 'exit 1', 'ffmpeg gave no reason'],
    ['returns no sample', 'exit 0', 'its soundtrack holds no sound'],
    ['is still decoding after half an hour of CPU time', `${silence(2)}; exit 255`, 'takes too long'],
  ])('says that a file cannot be decoded if ffmpeg %s', async (_what, decoding, message) => {
    await programs.writeFfmpeg(described('00:00:10.00', AUDIO_STREAM), decoding);

    await expect(decode(video, KEY, devNull)).rejects.toEqual(anError('VideoUnreadable', message));
  });

  it.each(['KILL', 'SEGV', 'XFSZ'])('does not blame the video if SIG%s ended ffmpeg', async (name) => {
    await programs.writeFfmpeg(described('00:00:10.00', AUDIO_STREAM), `kill -${name} $$`);

    await expect(decode(video, KEY, devNull)).rejects.toEqual(anError('EngineFailed', `SIG${name}`));
  });

  it('advises another ffmpeg, not another engine, if it crashed', async () => {
    await programs.writeFfmpeg(described('00:00:10.00', AUDIO_STREAM), 'kill -SEGV $$');

    await expect(decode(video, KEY, devNull)).rejects.toThrow(
      /This ffmpeg crashes on it\. Install another one/,
    );
  });

  it('fails if its sink fails', async () => {
    await programs.writeFfmpeg(
      described('00:00:10.00', AUDIO_STREAM),
      timed(1_000_000_000, 'exec cat /dev/zero'),
    );
    const sink: Sink = async () => {
      throw new Error('the bucket is gone');
    };

    await expect(decode(video, KEY, sink)).rejects.toThrow('the bucket is gone');
  });

  it('says that ffmpeg is not installed', async () => {
    process.env.PATH = programs.folder;

    await expect(decode(video, KEY, devNull)).rejects.toMatchObject({ name: 'ToolMissing' });
  });

  it('is interrupted by its signal', async () => {
    await programs.writeFfmpeg(described('00:00:10.00', AUDIO_STREAM), 'exec sleep 60');
    const controller = new AbortController();

    const decoding = decode(video, KEY, devNull, { signal: controller.signal });
    setTimeout(() => controller.abort(), 100);

    await expect(decoding).rejects.toMatchObject({ name: 'AbortError' });
  });
});
