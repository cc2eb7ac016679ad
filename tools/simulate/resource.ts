// A resource of the run with its limit, and the facts that all of them are computed from.
import type { RunResult } from './run.ts';
import type { SimulationSettings } from './settings.ts';
import type { Shape } from './shape.ts';
import type { ParsedStateMachine, SizedFunction } from './stack.ts';
import type { Trace } from './trace.ts';

export type Resource = {
  name: string;
  peak: number;
  limit: number;
  /** Above a hard limit something fails; above a soft one it waits. */
  isHard: boolean;
  /** The parameter that changes it. */
  lever: string;
  /** For a soft limit: the average share until the last video started. */
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
