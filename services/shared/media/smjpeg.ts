// Parses SMJPEG, the simplest of ffmpeg's formats with a time for each stretch of samples:
//   "\0\nSMJPEG", version, length; headers, as "_SND" (rate, bits, channels, format); "HEND";
//   then stretches: "sndD", milliseconds, bytes, so many bytes of samples; "DONE"
const toTag = (name: string): number => Buffer.from(name, 'latin1').readUInt32BE();
const PREAMBLE = toTag('\0\nSM');
const PREAMBLE_BYTES = 16;
const END_OF_HEADERS = toTag('HEND');
const SOUND = toTag('sndD');
const SOUND_FORMAT = toTag('_SND');
/** After the tag, a length of four bytes, a rate of two and the bits of a sample. */
const CHANNELS_AT = 11;
const SOUND_HEADER_BYTES = 12;

/** Interleaved samples of all channels, and the time of the first. */
export type Stretch = { milliseconds: number; samples: Buffer };

/** `channels` is the same for all stretches, whatever the file changes to. */
export type TimedSound = { channels: number; stretches: AsyncIterable<Stretch[]> };

/** @returns undefined if the stream ends before its first sample. */
export const readSound = async (chunks: AsyncIterable<Buffer>): Promise<TimedSound | undefined> => {
  const format = { channels: 1 };
  const stretches = readStretches(chunks, format);
  const first = await stretches.next();
  if (first.done) return undefined;
  return { channels: format.channels, stretches: startingWith(first.value, stretches) };
};

async function* startingWith<T>(first: T, others: AsyncGenerator<T>): AsyncGenerator<T> {
  yield first;
  yield* others;
}

/**
 * Yields the stretches of each piece that ffmpeg writes, once they are complete. Drops an incomplete last one, which is
 * less than a frame of sound.
 */
async function* readStretches(
  chunks: AsyncIterable<Buffer>,
  format: { channels: number },
): AsyncGenerator<Stretch[]> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const written = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const stretches: Stretch[] = [];
    let at = 0;
    for (let end = endOfUnit(written, at); end <= written.length; end = endOfUnit(written, at)) {
      const tag = tagAt(written, at);
      if (tag === SOUND_FORMAT) format.channels = written.readUInt8(at + CHANNELS_AT);
      if (tag === SOUND)
        stretches.push({
          milliseconds: written.readInt32BE(at + 4),
          samples: written.subarray(at + SOUND_HEADER_BYTES, end),
        });
      at = end;
    }
    rest = written.subarray(at);
    if (stretches.length > 0) yield stretches;
  }
}

/** 0 while it is unknown. */
const tagAt = (bytes: Buffer, at: number): number => (at + 4 > bytes.length ? 0 : bytes.readUInt32BE(at));

/** Where the unit at `at` ends; infinite while it is unknown. */
const endOfUnit = (bytes: Buffer, at: number): number => {
  const tag = tagAt(bytes, at);
  if (tag === PREAMBLE) return at + PREAMBLE_BYTES;
  if (tag === END_OF_HEADERS) return at + 4;
  const header = tag === SOUND ? SOUND_HEADER_BYTES : 8;
  if (at + header > bytes.length) return Number.POSITIVE_INFINITY;
  return at + header + bytes.readUInt32BE(at + header - 4);
};
