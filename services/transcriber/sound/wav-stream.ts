// The samples in a WAV stream as ffmpeg writes it to a pipe: how many channels there are and which loudspeakers they are
// for, then samples without end. Not for files of strangers.

/** `mask`: which loudspeaker each channel is for, as bits in the order of the channels; 0 where nobody says it. */
export type Layout = { channels: number; mask: number };

export type WavStream = { layout: Layout; samples: AsyncIterable<Buffer> };

const EXTENSIBLE = 0xfffe;

/** ffmpeg's own has 68 bytes at most. */
const LONGEST_HEADER = 64 * 1_024;

/**
 * @returns undefined where the stream ends before its first sample.
 * @throws {Error} where it is no WAV stream.
 */
export const readWav = async (bytes: AsyncIterable<Buffer>): Promise<WavStream | undefined> => {
  const chunks = bytes[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  while (head.length < LONGEST_HEADER) {
    const next = await chunks.next();
    if (next.done) return undefined;
    head = Buffer.concat([head, next.value]);
    const header = parseHeader(head);
    if (header) return { layout: header.layout, samples: rest(head.subarray(header.end), chunks) };
  }
  throw new Error('What ffmpeg wrote is no WAV stream.');
};

async function* rest(first: Buffer, chunks: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield next.value;
}

/** RIFF, a size, WAVE; then chunks of a name, a size and a body, up to the one called data. */
const parseHeader = (head: Buffer): { layout: Layout; end: number } | undefined => {
  let layout: Layout = { channels: 1, mask: 0 };
  for (let at = 12; at + 8 <= head.length; ) {
    const name = head.toString('latin1', at, at + 4);
    if (name === 'data') return { layout, end: at + 8 };
    const end = at + 8 + head.readUInt32LE(at + 4);
    if (end > head.length) return undefined;
    if (name === 'fmt ') layout = readFormat(head.subarray(at + 8, end));
    at = end;
  }
  return undefined;
};

const readFormat = (format: Buffer): Layout => ({
  channels: format.readUInt16LE(2),
  mask: format.readUInt16LE(0) === EXTENSIBLE ? format.readUInt32LE(20) : 0,
});
