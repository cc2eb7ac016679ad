// Measures how loud a stretch of samples is, and how loud the background is. Numbers in, numbers out.
import type { Span } from '../../shared/contracts/transcript.ts';
import { SAMPLE_RATE } from '../../shared/media/pcm.ts';
import { energyOf } from './quiet.ts';

/** Shorter than most syllables. */
const FRAME_SECONDS = 0.1;
/** The floor is the level of the softest tenth of the frames; a speaker's lips are closed for longer than that. */
const FLOOR_SHARE = 0.1;

export type Levels = {
  /** The root mean square. */
  mean: number;
  /** The root mean square of the softest tenth: the background between the words of a voice. */
  floor: number;
};

/** The levels of all stretches together. @param stretches in seconds from the first sample. */
export const levelsOf = (samples: Int16Array, stretches: Span[]): Levels => {
  const energies = stretches.flatMap((span) => framesOf(samples, span)).toSorted((a, b) => a - b);
  const mean = energies.reduce((sum, energy) => sum + energy, 0) / Math.max(1, energies.length);
  return {
    mean: Math.sqrt(mean),
    floor: Math.sqrt(energies[Math.floor(energies.length * FLOOR_SHARE)] ?? 0),
  };
};

/** The mean square of each frame; the last frame is shorter. */
const framesOf = (samples: Int16Array, { start, end }: Span): number[] => {
  const size = FRAME_SECONDS * SAMPLE_RATE;
  const some = samples.subarray(Math.round(start * SAMPLE_RATE), Math.round(end * SAMPLE_RATE));
  return Array.from({ length: Math.ceil(some.length / size) }, (_, index) => {
    const frame = some.subarray(index * size, (index + 1) * size);
    return energyOf(frame) / frame.length;
  });
};
