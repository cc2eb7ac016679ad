// Defines a kind of fault, and how its points are spread over a run.
import type { Random } from '../../tests/fixtures/random.ts';
import type { FaultWorld } from './scene.ts';

export type Tried = {
  /** Whether the fault happened: a run may end before it. */
  met: boolean;
  /** Whether the run finished its work in spite of the fault. */
  atOnce: boolean;
  /** What does not hold; empty if all is well. */
  broken: string[];
  /** The end of the output of the run with the fault. */
  output: string;
};

export type Point = {
  world: FaultWorld;
  name: string;
  random: Random;
  /** The position in a run, from 0 to 1: the points of a kind are spread evenly. */
  share: number;
};

export type Kind = {
  name: string;
  title: string;
  /** By default `quick`: real files, real ffmpeg, and in place of the engine a program that answers at once. */
  engine?: 'real';
  /** Its share of the points, relative to the others. */
  weight: number;
  attempt: (point: Point) => Promise<Tried>;
};

/** Counts from 1. */
export const nthOf = (share: number, count: number): number => Math.min(count, 1 + Math.floor(share * count));

export const chance = (random: Random, share: number): boolean => random() < share;

export const upTo = (random: Random, most: number): number => Math.floor(random() * (most + 1));

export const oneOf = <T>(random: Random, all: readonly [T, ...T[]]): T =>
  all[upTo(random, all.length - 1)] ?? all[0];
