// Repeats the run with one parameter changed at a time, to show its effect on time and cost.
import { QUOTAS } from './quotas.ts';
import type { SimulationSettings } from './settings.ts';

export type Change = { parameter: string; settings: SimulationSettings };

export const changesOf = (settings: SimulationSettings): Change[] => {
  const { maxConcurrency, memoryMegabytes, chunkMinutes, lambdaConcurrency } = settings;
  const { lambda, stepFunctions } = QUOTAS;
  const changes: [string, Partial<SimulationSettings>][] = [
    ['MaxConcurrency', { maxConcurrency: Math.min(maxConcurrency * 2, stepFunctions.childrenAtOnce) }],
    ['TranscriberMemory', { memoryMegabytes: Math.min(memoryMegabytes * 2, lambda.memoryMegabytes) }],
    ['ChunkMinutes', { chunkMinutes: Math.max(1, chunkMinutes / 2) }],
    ['Lambda concurrency', { lambdaConcurrency: lambdaConcurrency * 2 }],
  ];
  return changes.flatMap(([parameter, change]) => {
    const [[key = '', to] = []] = Object.entries(change);
    const from = Object.entries(settings).find(([name]) => name === key)?.[1];
    return from === to
      ? []
      : [{ parameter: `${parameter} ${from} → ${to}`, settings: { ...settings, ...change } }];
  });
};
