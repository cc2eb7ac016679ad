// How loud a stretch of samples is, and what goes on under it. Numbers in, numbers out.
import type { Span } from '../../shared/contracts/transcript.ts';
import { SAMPLE_RATE } from '../../shared/media/pcm.ts';
import { energyOf } from './quiet.ts';

/** Shorter than most syllables. */
const FRAME_SECONDS = 0.1;
/** Of the frames; a speaker closes the lips for longer. */
const FLOOR_SHARE = 0.1;

export type Levels = {
  /** Root mean square. */
  mean: number;
  /** Of the softest tenth: between the words of a voice, what is behind it. */
  floor: number;
};

/** Of all stretches together, which are seconds from the first sample. */
export const levelsOf = (samples: Int16Array, stretches: Span[]): Levels => {
  const energies = stretches.flatMap((span) => framesOf(samples, span)).toSorted((a, b) => a - b);
  const mean = energies.reduce((sum, energy) => sum + energy, 0) / Math.max(1, energies.length);
  return {
    mean: Math.sqrt(mean),
    floor: Math.sqrt(energies[Math.floor(energies.length * FLOOR_SHARE)] ?? 0),
  };
};

/** Mean squares, one a frame; the last one is shorter. */
const framesOf = (samples: Int16Array, { start, end }: Span): number[] => {
  const size = FRAME_SECONDS * SAMPLE_RATE;
  const some = samples.subarray(Math.round(start * SAMPLE_RATE), Math.round(end * SAMPLE_RATE));
  return Array.from({ length: Math.ceil(some.length / size) }, (_, index) => {
    const frame = some.subarray(index * size, (index + 1) * size);
    return energyOf(frame) / frame.length;
  });
};
