// Parses SMJPEG, the simplest of ffmpeg's formats with a time for each stretch of samples:
//   "\0\nSMJPEG", version, length; headers, as "_SND" (rate, bits, channels, format); "HEND";
//   then stretches: "sndD", milliseconds, bytes, so many bytes of samples; "DONE"
const PREAMBLE = '\0\nSM';
const PREAMBLE_BYTES = 16;
const END_OF_HEADERS = 'HEND';
const SOUND = 'sndD';
const SOUND_FORMAT = '_SND';
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
    rest = Buffer.concat([rest, chunk]);
    const stretches: Stretch[] = [];
    for (let bytes = unitBytes(rest); bytes <= rest.length; bytes = unitBytes(rest)) {
      const tag = tagOf(rest);
      if (tag === SOUND_FORMAT) format.channels = rest.readUInt8(CHANNELS_AT);
      if (tag === SOUND)
        stretches.push({
          milliseconds: rest.readInt32BE(4),
          samples: rest.subarray(SOUND_HEADER_BYTES, bytes),
        });
      rest = rest.subarray(bytes);
    }
    if (stretches.length > 0) yield stretches;
  }
}

const tagOf = (bytes: Buffer): string => bytes.toString('latin1', 0, 4);

/** The length of the next unit; infinite while it is unknown. */
const unitBytes = (bytes: Buffer): number => {
  const tag = tagOf(bytes);
  if (tag === PREAMBLE) return PREAMBLE_BYTES;
  if (tag === END_OF_HEADERS) return 4;
  const header = tag === SOUND ? SOUND_HEADER_BYTES : 8;
  return bytes.length < header ? Number.POSITIVE_INFINITY : header + bytes.readUInt32BE(header - 4);
};
