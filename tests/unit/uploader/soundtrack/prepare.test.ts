// What is sent for a file, depending on what ffmpeg says and does. tests/pipeline/soundtrack.test.ts uses a real ffmpeg.
import { existsSync } from 'node:fs';
import { readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { hasFfmpeg, prepareFile } from '../../../../services/uploader/soundtrack/prepare.ts';
import { until } from '../../held-timers.ts';
import {
  AUDIO_STREAM,
  described,
  fakePrograms,
  VIDEO_STREAM,
  writeMp4,
} from '../../transcriber/fake-programs.ts';

const SIZE = 1_000_000;
const LIST = '0, 0, 0, 1024, 505, d4b3a8f6';
const GOOD = described('00:01:00.00', VIDEO_STREAM, AUDIO_STREAM);
const SOUND = described('00:01:00.00', AUDIO_STREAM);

/** A fake ffmpeg, which writes a soundtrack of `bytes` and lists the packets of a file. */
type Behaviour = {
  video?: string;
  soundtrack?: string;
  bytes?: number;
  /** The packets of the video, of its soundtrack, and of its soundtrack with some pictures. */
  lists?: [string, string, string];
  complaint?: string;
};

describe('prepareFile', () => {
  const programs = fakePrograms();
  let file: { path: string; key: string; size: number };
  beforeEach(async () => {
    const path = await writeMp4(programs.folder);
    await truncate(path, SIZE);
    file = { path, key: 'week1/lesson1/video1.mp4', size: SIZE };
  });

  const writeFfmpeg = ({
    video = GOOD,
    soundtrack = SOUND,
    bytes = 500,
    lists: [before, after, withPictures] = [LIST, LIST, LIST],
    complaint = '',
  }: Behaviour = {}) =>
    programs.write(
      'ffmpeg',
      `for last; do :; done
case "$*" in
  *-version*) exit 0 ;;
  *"-f mp4 file:"*)
    echo "$@" > ${programs.folder}/call
    out=$(echo "$*" | sed 's/.*-f mp4 file:\\([^ ]*\\) .*/\\1/')
    head -c 28 ${file.path} > $out && head -c ${bytes - 28} /dev/zero >> $out || exit 1
    case "$*" in *1:V:0*) touch ${programs.folder}/pictures ;; esac
    echo "${complaint}" >&2; echo "${before}" ;;
  *pipe:1) if [ -e ${programs.folder}/pictures ]; then echo "${withPictures}"; else echo "${after}"; fi ;;
  *${file.path}) echo "${video}" >&2; exit 1 ;;
  *) echo "${soundtrack}" >&2; exit 1 ;;
esac`,
    );

  const prepare = (fields = {}) =>
    prepareFile(file, { wholeVideo: false, ffmpeg: true, signal: new AbortController().signal, ...fields });
  /** The arguments with which ffmpeg was asked for a soundtrack; '' if it was not. */
  const call = () => readFile(join(programs.folder, 'call'), 'utf8').catch(() => '');
  const expectNoScratch = async () => {
    const [, path] = / file:(\S+) -map 0:a -c copy -f framehash /.exec(await call()) ?? [];
    expect(path && existsSync(dirname(path))).toBeFalsy();
  };
  const expectWhole = async (fields = {}) => {
    expect(await prepare(fields)).toMatchObject({ path: file.path, size: SIZE, kind: 'video' });
    await expectNoScratch();
  };

  it('extracts the soundtrack, which exists until it is released', async () => {
    await writeFfmpeg();

    const { path, size, kind, release } = await prepare();

    expect({ size, kind }).toEqual({ size: 500, kind: 'soundtrack' });
    expect((await stat(path)).size).toBe(500);
    await release();
    expect(existsSync(dirname(path))).toBe(false);
    expect(existsSync(file.path)).toBe(true);
  });

  it('copies all soundtracks, reads only this file, and writes the same bytes each time', async () => {
    await writeFfmpeg();

    await (await prepare()).release();

    expect(await call()).toContain(
      `-protocol_whitelist file -loglevel error -f mov -i file:${file.path} -map 0:a `,
    );
    expect(await call()).toContain('-c copy -map_metadata -1 -map_chapters -1 -fflags +bitexact');
  });

  it('also copies the first pictures if the times would be different without them', async () => {
    await writeFfmpeg({ lists: [LIST, '0, 500, 500, 1024, 505, d4b3a8f6', LIST] });

    const { kind, release } = await prepare();

    expect(kind).toBe('soundtrack');
    await release();
  });

  it('accepts a packet with a different duration, which no decoder uses', async () => {
    await writeFfmpeg({ lists: [LIST, '0, 0, 0, 1280, 505, d4b3a8f6', ''] });

    const { kind, release } = await prepare();

    expect(kind).toBe('soundtrack');
    await release();
  });

  const other = '0, 1, 1, 1024, 505, d4b3a8f6';
  const two = described('00:01:00.00', VIDEO_STREAM, AUDIO_STREAM, `${AUDIO_STREAM} (default)`);
  const cover = `${VIDEO_STREAM} (attached pic)`;
  it.each<[string, Behaviour]>([
    ['if its packets change', { lists: [LIST, other, other] }],
    ['if its sound is Opus', { lists: ['#codec_id 0: opus', '#codec_id 0: opus', ''] }],
    ['if ffmpeg complains about it', { complaint: '[mov,mp4 @ 0x55d0] stream 0, offset 0xe: partial file' }],
    ['if it cannot be read', { video: 'moov atom not found' }],
    ['if it has no sound', { video: described('00:01:00.00', VIDEO_STREAM) }],
    ['if it has no pictures', { video: described('00:01:00.00', AUDIO_STREAM) }],
    ['if its only picture is a cover', { video: described('00:01:00.00', cover, AUDIO_STREAM) }],
    ['if its soundtrack is most of it', { bytes: 900_000 }],
    ['if it would lose a soundtrack', { video: two }],
    [
      'if its default soundtrack would change',
      { video: two, soundtrack: described('00:01:00.00', AUDIO_STREAM, AUDIO_STREAM) },
    ],
    ['if its sound ends long before its pictures', { soundtrack: described('00:00:50.00', AUDIO_STREAM) }],
    ['if its soundtrack cannot be read', { soundtrack: 'Invalid data found' }],
  ])('sends a video whole %s', async (_which, behaviour) => {
    await writeFfmpeg(behaviour);

    await expectWhole();
  });

  it('does not copy a soundtrack that is most of an mp4 by its index', async () => {
    const dense = AUDIO_STREAM.replace('69 kb/s', '120 kb/s');
    await writeFfmpeg({ video: described('00:01:00.00', VIDEO_STREAM, dense) });

    await expectWhole();
    expect(await call()).toBe('');
  });

  it.each([
    ['with --whole-video', { wholeVideo: true }],
    ['without ffmpeg', { ffmpeg: false }],
  ])('runs no program %s', async (_why, fields) => {
    await writeFfmpeg();

    await expectWhole(fields);
    expect(await call()).toBe('');
  });

  it('sends a file whole if its soundtrack would differ in a file of its kind', async () => {
    await writeFfmpeg({ video: GOOD });
    const mpeg = Buffer.alloc(SIZE);
    mpeg.writeUInt32BE(0x000001ba);
    await writeFile(file.path, mpeg);

    await expectWhole();
    expect(await call()).toBe('');
  });

  it('stops when its signal is aborted, and leaves no files behind', async () => {
    await programs.write(
      'ffmpeg',
      `case "$*" in *pipe:1) echo "$@" > ${programs.folder}/call; exec sleep 60 ;; *) cat <<'TEXT' >&2\n${GOOD}\nTEXT\nexit 1 ;; esac`,
    );
    const controller = new AbortController();
    const preparing = expect(prepare({ signal: controller.signal })).rejects.toMatchObject({
      name: 'AbortError',
    });
    await until(async () => (await call()) !== '');
    controller.abort();

    await preparing;
    await expectNoScratch();
  });

  it('detects whether ffmpeg is installed', async () => {
    await writeFfmpeg();
    expect(await hasFfmpeg()).toBe(true);

    process.env.PATH = join(programs.folder, 'empty');
    expect(await hasFfmpeg()).toBe(false);
  });
});
