// Chooses the ffmpeg demuxer for a file by its first bytes, so that ffmpeg never guesses. The extension does not count,
// and formats that name other files or hosts are left out: a playlist called lecture.mp4 is not media.
import { type FileHandle, open } from 'node:fs/promises';
import { streamOf } from './frames.ts';

/** The possible answers of `sniff`, which the image's ffmpeg is built with, by their names for -f. */
export const DEMUXERS = [
  ...[
    'mov',
    'matroska',
    'avi',
    'mpegts',
    'mpeg',
    'asf',
    'flv',
    'mp3',
    'aac',
    'ac3',
    'eac3',
    'amr',
    'flac',
    'ogg',
  ],
  ...['wav', 'w64', 'aiff', 'caf', 'mpegvideo', 'm4v', 'h264', 'hevc'],
] as const;
export type Demuxer = (typeof DEMUXERS)[number];

const WINDOW_BYTES = 64 * 1_024;
/** Some recorders put zeros in front of an MP3. ffmpeg looks no further either. */
const MOST_ZEROS = 1_024 * 1_024;
/** ID3 tags in a row: a file may consist of nothing else. */
const MOST_TAGS = 16;

const ASF = '3026b2758e66cf11a6d900aa0062ce6c';
const W64 = '726966662e91cf11a5d628db04c10000';
const MOV = ['ftyp', 'moov', 'mdat', 'free', 'skip', 'wide', 'pnot', 'styp', 'moof', 'udta', 'uuid', 'junk'];
const PACKETS = [188, 192, 204];
/** MPEG-4 part 2 also starts with 00 00 01 b0; the image's ffmpeg calls it m4v. */
const START_CODES: Record<number, Demuxer> = { 186: 'mpeg', 187: 'mpeg', 179: 'mpegvideo', 176: 'm4v' };

/** `RIFF....WAVE` and similar, without the size in between. */
const FORMS: Record<string, Demuxer> = {
  RIFFWAVE: 'wav',
  RIFXWAVE: 'wav',
  RF64WAVE: 'wav',
  BW64WAVE: 'wav',
  'RIFFAVI ': 'avi',
  'RIFFAVI\x19': 'avi',
  RIFFAVIX: 'avi',
  RIFFCDXA: 'mpeg',
  FORMAIFF: 'aiff',
  FORMAIFC: 'aiff',
};

/** The demuxer's name for `-f`; undefined if the file is not supported media. */
export const sniff = async (path: string): Promise<Demuxer | undefined> => {
  const file = await open(path);
  try {
    let at = 0;
    let window = await read(file, at);
    for (let tags = 0; tags < MOST_TAGS && tagEnd(window) > 0; tags++) {
      at += tagEnd(window);
      window = await read(file, at);
    }
    for (const most = at + MOST_ZEROS; at < most && isZeros(window); at += WINDOW_BYTES)
      window = await read(file, at + WINDOW_BYTES);
    return demuxerOf(window);
  } finally {
    await file.close();
  }
};

const read = async (file: FileHandle, at: number): Promise<Buffer> => {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(WINDOW_BYTES), 0, WINDOW_BYTES, at);
  return buffer.subarray(0, bytesRead);
};

/** `ID3`, version, flags, and four bytes of seven bits each: the length of the tag, 0 if there is none. */
const tagEnd = (head: Buffer): number => {
  if (head.length < 10 || !/^ID3[^\xff]{2}.[\0-\x7f]{4}$/s.test(head.toString('latin1', 0, 10))) return 0;
  const size = [6, 7, 8, 9].reduce((sum, at) => sum * 128 + head.readUInt8(at), 0);
  const hasFooter = (head.readUInt8(5) & 0x10) !== 0;
  return 10 + size + (hasFooter ? 10 : 0);
};

const isZeros = (window: Buffer): boolean => window.length > 0 && window.every((byte) => byte === 0);

const demuxerOf = (head: Buffer): Demuxer | undefined => byMagic(head) ?? byPackets(head) ?? streamOf(head);

const byMagic = (head: Buffer): Demuxer | undefined => {
  const text = head.toString('latin1', 0, 12);
  if (text.startsWith('fLaC')) return 'flac';
  if (text.startsWith('OggS')) return 'ogg';
  if (text.startsWith('FLV\x01')) return 'flv';
  if (text.startsWith('caff\0\x01')) return 'caf';
  if (/^#!AMR(-WB)?\n/.test(text)) return 'amr';
  const guid = head.toString('hex', 0, 16);
  if (guid === ASF) return 'asf';
  if (guid === W64) return 'w64';
  if (guid.startsWith('1a45dfa3'))
    return /matroska|webm/.test(head.toString('latin1', 0, 4_096)) ? 'matroska' : undefined;
  if (MOV.includes(text.slice(4, 8))) return 'mov';
  if (guid.startsWith('000001')) return START_CODES[head[3] ?? 0] ?? byUnit(head, 3);
  if (guid.startsWith('00000001')) return byUnit(head, 4);
  return FORMS[text.slice(0, 4) + text.slice(8, 12)];
};

/** The first unit of a raw video stream: parameters or a delimiter. */
const byUnit = (head: Buffer, at: number): Demuxer | undefined => {
  const unit = head.readUInt16BE(Math.min(at, Math.max(0, head.length - 2)));
  if ([0x4001, 0x4201, 0x4601].includes(unit)) return 'hevc';
  return [0x09, 0x27, 0x47, 0x67].includes(unit >> 8) ? 'h264' : undefined;
};

/** A transport stream may be cut anywhere: looks for a sync byte at the same offset of five packets. */
const byPackets = (head: Buffer): Demuxer | undefined => {
  const isStream = (size: number, at: number) =>
    [0, 1, 2, 3, 4].every((packet) => head[at + packet * size] === 0x47);
  const starts = Array.from({ length: Math.max(...PACKETS) }, (_, at) => at);
  return starts.some((at) => PACKETS.some((size) => isStream(size, at))) ? 'mpegts' : undefined;
};
