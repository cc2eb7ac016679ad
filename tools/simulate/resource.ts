// A resource of the run and its limit, and the facts of a run that all of them are read from.
import type { RunResult } from './run.ts';
import type { SimulationSettings } from './settings.ts';
import type { Shape } from './shape.ts';
import type { ParsedStateMachine, SizedFunction } from './stack.ts';
import type { Trace } from './trace.ts';

export type Resource = {
  name: string;
  peak: number;
  limit: number;
  /** What is over a hard one fails; what is over a soft one waits. */
  isHard: boolean;
  /** What moves it. */
  lever: string;
  /** Of a soft one: its average share until the last video was begun. */
  busy?: number;
};

export type Facts = {
  settings: SimulationSettings;
  machine: ParsedStateMachine;
  functions: Map<string, SizedFunction>;
  shapes: Shape[];
  run: RunResult;
  trace: Trace;
};

export const shareOf = ({ peak, limit }: Resource): number => peak / limit;

export const soft = (name: string, peak: number, limit: number, lever: string, busy?: number): Resource => ({
  name,
  peak,
  limit,
  isHard: false,
  lever,
  ...(busy !== undefined && { busy }),
});

export const hard = (name: string, peak: number, limit: number, lever: string): Resource => ({
  name,
  peak,
  limit,
  isHard: true,
  lever,
});
