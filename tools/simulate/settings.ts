// What is simulated: so many videos on such a stack in such an account.
import type { Options } from '../../services/shared/contracts/steps.ts';

export type SimulationSettings = {
  videos: number;
  /** Of each video. */
  minutes: number;
  /** The stack's parameters. */
  memoryMegabytes: number;
  tmpMegabytes: number;
  chunkMinutes: number;
  maxConcurrency: number;
  model: string;
  quality: NonNullable<Options['quality']>;
  /** Of the account. */
  lambdaConcurrency: number;
  /** Of the file on the user's disk, and whether all of it is sent. */
  megabytesAnHour: number;
  wholeVideo: boolean;
  /** Of what a video's key, its prompt and its gaps take in the states. */
  keyBytes: number;
  promptBytes: number;
  gapsAnHour: number;
  seed: number;
};
