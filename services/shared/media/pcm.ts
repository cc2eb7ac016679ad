// Raw samples, as everything after ffmpeg takes them.

/** What Whisper and the VAD take: one channel of 16-bit samples, 16,000 of them a second. */
export const SAMPLE_RATE = 16_000;
const BYTES_PER_SAMPLE = 2;
export const BYTES_PER_SECOND = SAMPLE_RATE * BYTES_PER_SAMPLE;

/** The byte where a time in seconds begins, on a whole sample. */
export const byteAt = (seconds: number): number => Math.round(seconds * SAMPLE_RATE) * BYTES_PER_SAMPLE;

/** The same samples as numbers, copied: a Buffer may begin at an odd byte. */
export const samplesOf = (sound: Buffer): Int16Array =>
  new Int16Array(Uint8Array.from(sound).buffer, 0, sound.length >> 1);
