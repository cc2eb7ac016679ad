import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { DEMUXERS, sniff } from '../../../../services/shared/media/sniff.ts';
import { ffmpeg } from '../../../fixtures/media.ts';
import { temporaryFolder } from '../../../fixtures/temporary-folder.ts';

const ROOT = join(import.meta.dirname, '../../../..');
const scratch = temporaryFolder();

const SOUND = ['-f', 'lavfi', '-i', 'sine=d=1'];
const PICTURE = ['-f', 'lavfi', '-i', 'testsrc=d=1:s=160x120:r=25'];

/** Makes a second of sound with ffmpeg, in the container of this extension. */
const make = (extension: string, ...args: string[]): string => {
  const path = join(scratch, `made${args.join('').replace(/\W/g, '')}.${extension}`);
  ffmpeg(...SOUND, ...args, path);
  return path;
};

const write = (name: string, ...parts: (string | Buffer)[]): string => {
  const path = join(scratch, name);
  writeFileSync(path, Buffer.concat(parts.map((part) => Buffer.from(part))));
  return path;
};

/** An ID3v2 tag with this many bytes of padding. */
const tag = (bytes: number): Buffer => {
  const size = [21, 14, 7, 0].map((bits) => (bytes >> bits) & 127);
  return Buffer.concat([Buffer.from('ID3\x03\0\0'), Buffer.from(size), Buffer.alloc(bytes)]);
};

describe('sniff', () => {
  it.each([
    ['mp4', 'mov'],
    ['m4a', 'mov'],
    ['mov', 'mov'],
    ['3gp', 'mov', '-ar', '8000', '-c:a', 'aac'],
    ['mp4', 'mov', '-movflags', 'frag_keyframe+empty_moov', '-c:a', 'aac'],
    ['mkv', 'matroska'],
    ['webm', 'matroska'],
    ['avi', 'avi'],
    ['mpeg', 'mpeg', '-c:a', 'mp2'],
    ['ts', 'mpegts'],
    ['m2ts', 'mpegts'],
    ['mp3', 'mp3'],
    ['mp3', 'mp3', '-id3v2_version', '0', '-write_xing', '0'],
    ['mp3', 'mp3', '-ar', '11025', '-b:a', '8k'],
    ['mp2', 'mp3'],
    ['aac', 'aac'],
    ['flac', 'flac'],
    ['ogg', 'ogg', '-c:a', 'libvorbis'],
    ['opus', 'ogg'],
    ['wav', 'wav'],
    ['wav', 'wav', '-rf64', 'always'],
    ['w64', 'w64'],
    ['aiff', 'aiff'],
    ['caf', 'caf'],
    ['vob', 'mpeg', '-c:a', 'mp2'],
    ['ogv', 'ogg', '-c:a', 'libvorbis'],
    ['mka', 'matroska'],
    ['weba', 'matroska', '-f', 'webm'],
    ['m4b', 'mov', '-f', 'mp4'],
    ['f4v', 'mov', '-c:a', 'aac'],
    ['3g2', 'mov', '-ar', '8000', '-c:a', 'aac'],
    ['mts', 'mpegts', '-f', 'mpegts', '-mpegts_m2ts_mode', '1'],
    ['wma', 'asf'],
    ['wmv', 'asf'],
    ['flv', 'flv', '-ar', '44100', '-c:a', 'libmp3lame'],
    ['ac3', 'ac3'],
    ['ac3', 'ac3', '-ar', '44100'],
    ['eac3', 'eac3'],
  ])('recognises %s as %s (%s %s)', async (extension, demuxer, ...args) => {
    const path = make(extension, ...args);

    expect(await sniff(path)).toBe(demuxer);
  });

  it.each([
    ['m1v', 'mpegvideo', '-c:v', 'mpeg1video'],
    ['h264', 'h264', '-c:v', 'libx264'],
    ['hevc', 'hevc', '-c:v', 'libx265', '-x265-params', 'log-level=error'],
    ['m4v', 'm4v', '-c:v', 'mpeg4', '-f', 'm4v'],
  ])('recognises the raw video %s as %s, to report it has no sound', async (extension, demuxer, ...args) => {
    expect(await sniff(make(extension, ...PICTURE, '-map', '1', ...args))).toBe(demuxer);
  });

  it('goes by the bytes, not by the extension', async () => {
    const renamed = join(scratch, 'renamed.mp3');
    copyFileSync(make('mp4'), renamed);

    expect(await sniff(renamed)).toBe('mov');
  });

  it.each(['mp3', 'aac', 'flac'])('finds %s after tags of any size', async (extension) => {
    const sound = readFileSync(make(extension));

    expect(await sniff(write('tagged', tag(3_000_000), sound))).toBe(extension);
    expect(await sniff(write('tagged', tag(10), tag(200), sound))).toBe(extension);
  });

  it('finds an mp3 after zeros, and after the rest of a frame', async () => {
    const sound = readFileSync(make('mp3', '-id3v2_version', '0', '-write_xing', '0'));

    expect(await sniff(write('zeros', Buffer.alloc(100_000), sound))).toBe('mp3');
    expect(await sniff(write('rest', sound.subarray(50)))).toBe('mp3');
  });

  it('finds a transport stream that begins within a packet', async () => {
    expect(await sniff(write('cut', readFileSync(make('ts')).subarray(100)))).toBe('mpegts');
  });

  it.each([
    ['nothing', ''],
    ['a byte', 'x'],
    ['an HLS playlist', '#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n'],
    ['a concat script', "ffconcat version 1.0\nfile '/etc/passwd'\n"],
    ['a DASH manifest', '<?xml version="1.0"?><MPD></MPD>'],
    ['a session description', 'v=0\nm=audio 5004 RTP/AVP 0\n'],
    ['subtitles', '1\n00:00:00,000 --> 00:00:01,000\nHello\n'],
    ['a filter graph', 'sine=d=1'],
    ['a PNG', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')],
    ['a JPEG', Buffer.from('ffd8ffe000104a46494600010100', 'hex')],
    ['a GIF', 'GIF89a\x01\0\x01\0'],
    ['an icon', Buffer.from('00000100010010100000', 'hex')],
    ['a WebP image', 'RIFF\x1a\0\0\0WEBPVP8 '],
    ['another EBML file', Buffer.from('1a45dfa3854282816f7468', 'hex')],
    ['zeros', Buffer.alloc(3_000_000)],
    ['ones', Buffer.alloc(3_000_000, 0xff)],
    ['sync bytes of two packets', Buffer.concat([0, 1].map(() => Buffer.from('G'.padEnd(188))))],
    ['a tag without an end', Buffer.from('ID3\x03\0\0\x7f\x7f\x7f\x7f')],
    ['only tags', Buffer.concat(Array.from({ length: 10_000 }, () => tag(0)))],
    ['a playlist after a tag', Buffer.concat([tag(10), Buffer.from('#EXTM3U\n')])],
  ])('rejects %s', async (name, content) => {
    expect(await sniff(write(`${name}.mp4`, content))).toBeUndefined();
  });

  it('rejects programs', async () => {
    expect(await sniff(process.execPath)).toBeUndefined();
    expect(await sniff('/bin/ls')).toBeUndefined();
  });

  it("names only demuxers that the image's ffmpeg has", () => {
    const dockerfile = readFileSync(join(ROOT, 'services/transcriber/image/Dockerfile'), 'utf8');
    const compiled = [...dockerfile.matchAll(/--enable-demuxer=(\S+)/g)].flatMap(([, names = '']) =>
      names.split(','),
    );
    // configure's mpegps is called mpeg by -f. Some demuxers are only used to identify a stream within another format.
    const within = ['dts', 'truehd', 'loas'];
    const names = compiled
      .filter((name) => !within.includes(name))
      .map((name) => (name === 'mpegps' ? 'mpeg' : name));

    expect([...DEMUXERS].sort()).toEqual(names.sort());
  });
});
