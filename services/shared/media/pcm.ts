// Raw samples, as everything after ffmpeg takes them.

/** The input of Whisper and the VAD: one channel of 16-bit samples at 16 kHz. */
export const SAMPLE_RATE = 16_000;
const BYTES_PER_SAMPLE = 2;
export const BYTES_PER_SECOND = SAMPLE_RATE * BYTES_PER_SAMPLE;

/** The byte offset of a time in seconds, on a whole sample. */
export const byteAt = (seconds: number): number => Math.round(seconds * SAMPLE_RATE) * BYTES_PER_SAMPLE;

/** The same samples as numbers, copied: a Buffer may begin at an odd byte. */
export const samplesOf = (sound: Buffer): Int16Array =>
  new Int16Array(Uint8Array.from(sound).buffer, 0, sound.length >> 1);
