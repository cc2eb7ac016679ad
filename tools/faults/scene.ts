// One point's folder: a course, the folder of its transcripts, and the command `uploader course --local`, as a process of its
// own with at most one fault inside.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { copyCourse } from './clips.ts';
import { type FaultWanted, LOG, Noted, SPEC } from './fault.ts';
import { type EngineKind, HEARD } from './programs.ts';

export const MAIN = join(import.meta.dirname, '../../services/uploader/main.ts');
const INSIDE = join(import.meta.dirname, 'inside.ts');

/** No run of two short videos takes this long, not even on a busy machine. */
const LIMIT_MS = 1_200_000;

/** The scratch disk for runs that fill it; the steps require 12 MB before they begin. */
const SCRATCH_BYTES = 24_000_000;
const SMALL_SCRATCH = `mount -t tmpfs -o size=${SCRATCH_BYTES} tmpfs "$TMPDIR" && exec "$@"`;

/** Shared by all points. */
export type FaultWorld = { folder: string; clips: string; paths: Record<EngineKind, string> };

export type Scene = { world: FaultWorld; folder: string; course: string; out: string; runs: number };

export const makeScene = (world: FaultWorld, name: string): Scene => {
  const folder = join(world.folder, name);
  const [course, out] = [join(folder, 'course'), join(folder, 'out')];
  mkdirSync(join(folder, 'tmp'), { recursive: true });
  copyCourse(world.clips, course);
  return { world, folder, course, out, runs: 0 };
};

export type SceneRunOptions = {
  engine: EngineKind;
  jobs: number;
  fault?: FaultWanted;
  smallScratch?: boolean;
};
export type Ran = {
  /** undefined if it was killed by a signal. */
  code: number | undefined;
  output: string;
  noted: Noted[];
  /** How many stretches of sound were heard. */
  heard: number;
  /** Whether the fault happened. */
  met: boolean;
};

/** Always the same command, with or without a fault. */
export const runUploader = async (scene: Scene, options: SceneRunOptions): Promise<Ran> => {
  const { engine, jobs, fault, smallScratch } = options;
  scene.runs += 1;
  const tmp = join(scene.folder, 'tmp');
  const log = join(scene.folder, `noted-${scene.runs}`);
  const before = heardIn(scene);
  const command = [process.execPath, '--import', INSIDE, MAIN, 'course', '--local', '--out', 'out'];
  const args = [...command, '--json', '--jobs', String(jobs)];
  const [file = '', ...rest] = smallScratch
    ? ['unshare', '-rm', 'sh', '-c', SMALL_SCRATCH, 'sh', ...args]
    : args;
  const env = {
    PATH: scene.world.paths[engine],
    HOME: homedir(),
    TMPDIR: tmp,
    WHISPER_MODEL: 'tiny.en-q8_0',
    NODE_COMPILE_CACHE: join(scene.world.folder, 'compiled'),
    FAULT_WRITES: scene.folder,
    [LOG]: log,
    ...(fault && { [SPEC]: JSON.stringify(fault) }),
  };
  const { code, output } = await startProcess([file, ...rest], { cwd: scene.folder, env }).ended;
  const noted = readNoted(log);
  return {
    code,
    output,
    noted,
    heard: heardIn(scene) - before,
    met: noted.some(({ type }) => type === 'fault'),
  };
};

type Started = {
  kill: () => void;
  /** `code` is undefined if it was killed by a signal. */
  ended: Promise<{ code: number | undefined; output: string }>;
};

export const startProcess = (
  [file = '', ...args]: string[],
  options: { cwd: string; env: NodeJS.ProcessEnv },
): Started => {
  const child = spawn(file, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  const kill = () => void child.kill('SIGKILL');
  const timer = setTimeout(kill, LIMIT_MS);
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  // Its programs may outlive it, and hold its output open.
  const ended = new Promise<number | undefined>((resolve) => {
    child.once('exit', (code) => setTimeout(() => resolve(code ?? undefined), 50));
  }).then((code) => {
    clearTimeout(timer);
    return { code, output };
  });
  return { kill, ended };
};

const linesOf = (path: string): string[] =>
  existsSync(path) ? readFileSync(path, 'utf8').split('\n').filter(Boolean) : [];

const heardIn = ({ folder }: Scene): number => linesOf(join(folder, HEARD)).length;

const readNoted = (path: string): Noted[] =>
  linesOf(path).flatMap((line) => {
    const { data } = Noted.safeParse(JSON.parse(line));
    return data ? [data] : [];
  });
