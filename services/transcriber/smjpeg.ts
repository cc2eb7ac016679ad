// Reads SMJPEG, the plainest of ffmpeg's formats in which each stretch of samples has its time. Not what is done with the times.
//   "\0\nSMJPEG", version, length; headers; "HEND"; then stretches: "sndD", milliseconds, bytes, so many bytes of samples; "DONE"
const PREAMBLE = '\0\nSM';
const PREAMBLE_BYTES = 16;
const END_OF_HEADERS = 'HEND';
const SOUND = 'sndD';
const SOUND_HEADER_BYTES = 12;

/** Samples, and the time of the first of them. */
export type Stretch = { milliseconds: number; samples: Buffer };

/**
 * The stretches of each piece that ffmpeg writes, as soon as they are whole.
 * What a stream that breaks off has of its last one is left out: less than a frame of sound.
 */
export async function* readStretches(chunks: AsyncIterable<Buffer>): AsyncGenerator<Stretch[]> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    rest = Buffer.concat([rest, chunk]);
    const stretches: Stretch[] = [];
    for (let bytes = unitBytes(rest); bytes <= rest.length; bytes = unitBytes(rest)) {
      if (tagOf(rest) === SOUND)
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

/** How long what comes next is; infinite as long as that is not known. */
const unitBytes = (bytes: Buffer): number => {
  const tag = tagOf(bytes);
  if (tag === PREAMBLE) return PREAMBLE_BYTES;
  if (tag === END_OF_HEADERS) return 4;
  const header = tag === SOUND ? SOUND_HEADER_BYTES : 8;
  return bytes.length < header ? Number.POSITIVE_INFINITY : header + bytes.readUInt32BE(header - 4);
};
