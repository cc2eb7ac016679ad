// What a kind of fault is, and how the points of one are spread over a run.
import type { Random } from '../../tests/fixtures/random.ts';
import type { FaultWorld } from './scene.ts';

export type Tried = {
  /** Whether the fault came to pass: a run may end before it. */
  met: boolean;
  /** The run of the fault did all of its work all the same. */
  atOnce: boolean;
  /** What does not hold: nothing, where all is well. */
  broken: string[];
  /** The end of what the run of the fault said. */
  said: string;
};

export type Point = {
  world: FaultWorld;
  /** For its folder. */
  name: string;
  random: Random;
  /** Of the way through a run, 0 to 1: the points of a kind are spread evenly over it. */
  share: number;
};

export type Kind = {
  name: string;
  says: string;
  /** quick: real files, real ffmpeg, and in the engine's place a program that answers at once. */
  engine: 'quick' | 'real';
  /** Its share of the points, beside the others' weights. */
  weight: number;
  attempt: (point: Point) => Promise<Tried>;
};

/** From 1. */
export const nthOf = (share: number, count: number): number => Math.min(count, 1 + Math.floor(share * count));

export const chance = (random: Random, share: number): boolean => random() < share;

export const upTo = (random: Random, most: number): number => Math.floor(random() * (most + 1));

export const oneOf = <T>(random: Random, all: readonly [T, ...T[]]): T =>
  all[upTo(random, all.length - 1)] ?? all[0];
