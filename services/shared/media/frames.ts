// Recognises streams of bare audio frames by their headers: MPEG audio, AAC in ADTS, AC-3 and E-AC-3. A header gives the
// length of its frame; several in a row are a stream.

export type Stream = 'mp3' | 'aac' | 'ac3' | 'eac3';

/** `kind` is the same for all frames of a stream: version, layer, sample rate. */
type Frame = { demuxer: Stream; bytes: number; kind: number };

const HEADER_BYTES = 7;
/** Neither random bytes nor machine code contain so many of one kind in a row. */
const ENOUGH = 6;

// In kbit/s; the first and last index mean no bit rate. Layer I is left out: it is not in use, and jump tables in programs
// look like it.
const LAYER2 = [32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384];
const LAYER3 = [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const LOW_RATE = [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
const MPEG_RATES = [44_100, 48_000, 32_000];
const DOLBY_KBITS = [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384, 448, 512, 576, 640];

/** The demuxer of the first stream of frames: six in a row, or all that a very short file has. */
export const streamOf = (head: Buffer): Stream | undefined => {
  for (let start = 0; start + HEADER_BYTES <= head.length; start++) {
    const first = frameAt(head, start);
    if (first !== undefined && isStream(head, start, first)) return first.demuxer;
  }
  return undefined;
};

const isStream = (head: Buffer, start: number, { demuxer, kind }: Frame): boolean => {
  let at = start;
  for (let frames = 0; frames < ENOUGH; frames++) {
    if (start === 0 && frames > 0 && at === head.length) return true;
    const frame = frameAt(head, at);
    if (frame?.demuxer !== demuxer || frame.kind !== kind) return false;
    at += frame.bytes;
  }
  return true;
};

const frameAt = (head: Buffer, at: number): Frame | undefined => {
  if (at + HEADER_BYTES > head.length) return undefined;
  const sync = head.readUInt16BE(at);
  if (sync === 0x0b77) return dolbyFrame(head, at);
  if (sync < 0xffe0) return undefined;
  const header = head.readUInt32BE(at);
  if ((sync & 0xfff6) === 0xfff0) {
    const bytes = (head.readUIntBE(at + 3, 3) >> 5) & 0x1fff;
    return bytes < HEADER_BYTES ? undefined : { demuxer: 'aac', bytes, kind: header & 0xfffffdc0 };
  }
  const bytes = mpegBytes(header);
  return bytes < HEADER_BYTES ? undefined : { demuxer: 'mp3', bytes, kind: header & 0xfffe0c00 };
};

/** 0 if it is not a header. */
const mpegBytes = (header: number): number => {
  const [version, layer] = [(header >> 19) & 3, 4 - ((header >> 17) & 3)];
  if (version === 1 || (layer !== 2 && layer !== 3)) return 0;
  const isFull = version === 3;
  const kbits = (isFull ? (layer === 2 ? LAYER2 : LAYER3) : LOW_RATE)[((header >> 12) & 15) - 1];
  const rate = MPEG_RATES[(header >> 10) & 3];
  if (kbits === undefined || rate === undefined) return 0;
  const samples = layer === 3 && !isFull ? 576 : 1_152;
  const slower = isFull ? 1 : version === 2 ? 2 : 4;
  return Math.floor((kbits * 125 * samples * slower) / rate) + ((header >> 9) & 1);
};

const dolbyFrame = (head: Buffer, at: number): Frame | undefined => {
  const codes = head.readUInt8(at + 4);
  const version = head.readUInt8(at + 5) >> 3;
  if (version > 10)
    return version > 16
      ? undefined
      : { demuxer: 'eac3', bytes: ((head.readUInt16BE(at + 2) & 0x7ff) + 1) * 2, kind: codes >> 6 };
  const kbits = DOLBY_KBITS[(codes & 63) >> 1];
  if (kbits === undefined) return undefined;
  // 16-bit words of 1,536 samples at 48, 44.1 and 32 kHz.
  const words = [kbits * 2, Math.floor((kbits * 320) / 147) + (codes & 1), kbits * 3][codes >> 6];
  return words === undefined ? undefined : { demuxer: 'ac3', bytes: words * 2, kind: codes >> 6 };
};
