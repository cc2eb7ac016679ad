// What is simulated: the videos, the stack and the account.
import type { Options } from '../../services/shared/contracts/steps.ts';

export type SimulationSettings = {
  videos: number;
  /** For each video. */
  minutes: number;
  /** The stack's parameters. */
  memoryMegabytes: number;
  tmpMegabytes: number;
  chunkMinutes: number;
  maxConcurrency: number;
  model: string;
  quality: NonNullable<Options['quality']>;
  /** For the account. */
  lambdaConcurrency: number;
  /** The size of the user's file, and whether all of it is sent. */
  megabytesAnHour: number;
  wholeVideo: boolean;
  /** The sizes of a video's key, prompt and gaps in the states. */
  keyBytes: number;
  promptBytes: number;
  gapsAnHour: number;
  seed: number;
};
