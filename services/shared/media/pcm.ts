// The format of raw samples, and the WAV header that makes a file of them.

/** The input of Whisper and the VAD: one channel of 16-bit samples at 16 kHz. */
export const SAMPLE_RATE = 16_000;
const BYTES_PER_SAMPLE = 2;
export const BYTES_PER_SECOND = SAMPLE_RATE * BYTES_PER_SAMPLE;

/** The byte offset of a time in seconds, on a whole sample. */
export const byteAt = (seconds: number): number => Math.round(seconds * SAMPLE_RATE) * BYTES_PER_SAMPLE;

const HEADER_BYTES = 44;

/** The samples of a WAV file with the header below. */
export const samplesOf = (wav: Buffer): Int16Array =>
  new Int16Array(Uint8Array.from(wav.subarray(HEADER_BYTES)).buffer, 0, (wav.length - HEADER_BYTES) >> 1);

/** A WAV header (RIFF, PCM) for this many bytes of samples. */
export const wavHeader = (bytes: number): Buffer => {
  const header = Buffer.alloc(HEADER_BYTES);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(36 + bytes, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(SAMPLE_RATE, 24);
  header.writeUInt32LE(BYTES_PER_SECOND, 28);
  header.writeUInt16LE(BYTES_PER_SAMPLE, 32);
  header.writeUInt16LE(BYTES_PER_SAMPLE * 8, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(bytes, 40);
  return header;
};
