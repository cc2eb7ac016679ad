// Sounds as numbers: a voice, unrelated noises, and the channels of a file with them.
import { Readable } from 'node:stream';
import { SAMPLE_RATE } from '../../../../services/shared/media/pcm.ts';

export type Signal = (frame: number) => number;

export const silence: Signal = () => 0;

/** A buzz that comes and goes like a voice. @param level the largest sample. */
export const voice =
  (level = 8_000): Signal =>
  (frame) =>
    level *
    Math.sin((2 * Math.PI * 150 * frame) / SAMPLE_RATE) *
    Math.sin((2 * Math.PI * frame) / SAMPLE_RATE);

/** Gives the same numbers for the same seed. */
export const noise = (seed: number, level = 8_000): Signal => {
  return (frame) => {
    const mixed = Math.imul(frame ^ (seed * 0x9e3779b9), 0x85ebca6b);
    const hashed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return level * (((hashed ^ (hashed >>> 16)) >>> 0) / 2 ** 31 - 1);
  };
};

export const times =
  (factor: number, signal: Signal): Signal =>
  (frame) =>
    factor * signal(frame);

/** Interleaved samples of this many seconds. */
export const samplesOf = (signals: Signal[], seconds: number): Int16Array =>
  Int16Array.from({ length: seconds * SAMPLE_RATE * signals.length }, (_, at) =>
    Math.round(signals[at % signals.length]?.(Math.floor(at / signals.length)) ?? 0),
  );

/** The samples of raw sound. */
export const fromBytes = (sound: Buffer): Int16Array => new Int16Array(new Uint8Array(sound).buffer);

/** The same as bytes, in chunks that may end within a sample. */
export const streamOf = (signals: Signal[], seconds: number): Readable => {
  const bytes = Buffer.from(samplesOf(signals, seconds).buffer);
  const chunk = 9_999;
  return Readable.from(
    Array.from({ length: Math.ceil(bytes.length / chunk) }, (_, at) => [
      bytes.subarray(at * chunk, (at + 1) * chunk),
    ]),
  );
};

/** The power of samples, as the mean of their squares. */
export const powerOf = (samples: Int16Array): number =>
  samples.reduce((sum, sample) => sum + sample * sample, 0) / Math.max(samples.length, 1);
