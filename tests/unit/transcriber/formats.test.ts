// The image's ffmpeg reads what a local one reads: it has the demuxer of each accepted extension, and the decoders of
// the codecs in such files. The codecs come from the formats' definitions and from what recorders write.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { MEDIA_EXTENSIONS } from '../../../services/shared/contracts/keys.ts';
import type { Demuxer } from '../../../services/shared/media/sniff.ts';

const dockerfile = readFileSync(
  join(import.meta.dirname, '../../../services/transcriber/image/Dockerfile'),
  'utf8',
);

const enabled = (what: string): string[] =>
  [...dockerfile.matchAll(new RegExp(`--enable-${what}='?([^\\s']+)`, 'g'))].flatMap(([, names = '']) =>
    names.split(','),
  );

const MOV = ['aac', 'mp3', 'ac3', 'eac3', 'alac', 'opus', 'flac', 'amrnb', 'amrwb', 'dca', 'qdm2', 'pcm_*'];
const STREAM = ['aac', 'aac_latm', 'mp2', 'mp3', 'ac3', 'eac3', 'dca', 'truehd', 'opus', 'pcm_*'];
const PROGRAM = ['mp2', 'ac3', 'dca', 'pcm_*'];
const WINDOWS = ['wmav1', 'wmav2', 'wmapro', 'wmavoice', 'wmalossless', 'mp3', 'pcm_*', 'adpcm_ms', 'gsm_ms'];
const RIFF = [
  'pcm_*',
  'mp3',
  'ac3',
  'dca',
  'aac',
  'adpcm_ms',
  'adpcm_ima_wav',
  'gsm_ms',
  'truespeech',
  'g723_1',
];
const MATROSKA = [
  'aac',
  'mp3',
  'mp2',
  'ac3',
  'eac3',
  'dca',
  'truehd',
  'opus',
  'vorbis',
  'flac',
  'alac',
  'pcm_*',
];
const OGG = ['vorbis', 'opus', 'flac'];

/** configure's name for `mpeg` is mpegps. */
const FORMATS: Record<string, [Demuxer, string[]]> = {
  ...of(['mp4', 'mov', 'm4v', 'f4v', '3gp', '3g2', 'm4a', 'm4b'], 'mov', MOV),
  ...of(['mkv', 'webm', 'mka', 'weba'], 'matroska', MATROSKA),
  ...of(['ts', 'mts', 'm2ts', 'm2t'], 'mpegts', STREAM),
  ...of(['mpeg', 'mpg', 'vob'], 'mpeg', PROGRAM),
  ...of(['wmv', 'asf', 'wma'], 'asf', WINDOWS),
  ...of(['ogg', 'oga', 'ogv', 'opus'], 'ogg', OGG),
  ...of(['mp3', 'mp2'], 'mp3', ['mp3', 'mp2']),
  ...of(['aif', 'aiff', 'aifc'], 'aiff', ['pcm_*', 'adpcm_ima_qt', 'mace3', 'mace6', 'qdm2']),
  avi: ['avi', RIFF],
  wav: ['wav', [...RIFF, 'adpcm_g726', 'adpcm_g722', 'adpcm_yamaha']],
  w64: ['w64', ['pcm_*']],
  flv: ['flv', ['mp3', 'aac', 'nellymoser', 'adpcm_swf', 'pcm_*']],
  aac: ['aac', ['aac']],
  ac3: ['ac3', ['ac3']],
  eac3: ['eac3', ['eac3']],
  amr: ['amr', ['amrnb', 'amrwb']],
  caf: ['caf', ['pcm_*', 'aac', 'alac', 'ac3', 'adpcm_ima_qt', 'ilbc', 'opus', 'flac', 'mp3']],
  flac: ['flac', ['flac']],
};

function of(extensions: string[], demuxer: Demuxer, codecs: string[]) {
  return Object.fromEntries(
    extensions.map((extension): [string, [Demuxer, string[]]] => [extension, [demuxer, codecs]]),
  );
}

describe("the image's ffmpeg", () => {
  it('has an entry for each accepted extension, and no other', () => {
    expect(Object.keys(FORMATS).toSorted()).toEqual(MEDIA_EXTENSIONS.toSorted());
  });

  it.each(Object.entries(FORMATS))('reads files with the extension .%s', (_extension, [demuxer, codecs]) => {
    expect(enabled('demuxer')).toContain(demuxer === 'mpeg' ? 'mpegps' : demuxer);
    expect(codecs.filter((codec) => !enabled('decoder').includes(codec))).toEqual([]);
  });

  it('writes the format that decoding needs', () => {
    expect(enabled('muxer')).toEqual(expect.arrayContaining(['smjpeg', 'framecrc']));
    expect(enabled('encoder')).toEqual(['pcm_s16le']);
  });

  it('has no network, and no format that names other files', () => {
    expect(enabled('protocol')).toEqual(['file', 'pipe']);
    const playlists = ['hls', 'concat', 'dash', 'sdp', 'applehttp', 'imf', 'rtsp'];
    expect(enabled('demuxer').filter((name) => playlists.includes(name))).toEqual([]);
  });
});
