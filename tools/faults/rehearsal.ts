// Runs the command without a fault, to count how often it does each thing.
import { KEYS } from './clips.ts';
import { Counted, type Noted, sortsOf } from './fault.ts';
import type { EngineKind } from './programs.ts';
import { type FaultWorld, makeScene, runUploader, type Scene } from './scene.ts';

type Counts = Record<Counted, number>;
const rehearsals = new Map<string, Promise<Counts>>();

/** How often a run without a fault does each thing. */
export const rehearseRun = (world: FaultWorld, engine: EngineKind, jobs: number): Promise<Counts> => {
  const name = `rehearsal-${engine}-${jobs}`;
  const known = rehearsals.get(name) ?? countRun(makeScene(world, name), engine, jobs);
  rehearsals.set(name, known);
  return known;
};

const countRun = async (scene: Scene, engine: EngineKind, jobs: number): Promise<Counts> => {
  const { code, output, noted } = await runUploader(scene, { engine, jobs });
  if (code !== 0) throw new Error(`A run without any fault ended with ${code}: ${output}`);
  const deleted = noted.filter(({ type }) => type === 'delete').length;
  if (deleted !== KEYS.length) throw new Error(`A run without any fault deleted ${deleted} videos`);
  const counts = Object.fromEntries(
    Counted.options.map((what) => [what, noted.filter((line) => isOne(line, what)).length]),
  );
  return { request: 0, change: 0, video: 0, get: 0, list: 0, spawn: 0, write: 0, ...counts };
};

const isOne = (line: Noted, what: Counted): boolean =>
  line.type === 'request' ? sortsOf(line).includes(what) : line.type === what;
