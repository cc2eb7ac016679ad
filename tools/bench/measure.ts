// Measures a command with all its child processes: time, processor time and memory. The times come from bash's `time`,
// which is the same on Linux and macOS; the rest is sampled while it runs.
import { type ChildProcess, spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { type Process, processesBelow } from './processes.ts';

export type Command = { command: string; args: string[]; cwd: string };

export type Memory = {
  /** The peak of the sum over all processes. */
  peakBytes: number;
  /** The peak of a single engine process. */
  engineBytes: number;
  /** Processor time of all processes of the speech engine. */
  engineCpuSeconds: number;
};

export type MeasuredCost = Memory & { wallSeconds: number; cpuSeconds: number };

const EVERY_MS = 100;

/** Memory is read only in every nth sample: more would cost the command some percent of its cores. */
const MEMORY_EVERY = 5;

/** This project's and the seed's, as the kernel cuts their names. */
const ENGINES: ReadonlySet<string> = new Set(['transcribe-engi', 'transcribe-engine', 'whisper-cli']);

const TAIL_CHARACTERS = 1_000;

/** The command's stderr is passed on; the times come on the third descriptor. */
const TIMED = 'TIMEFORMAT="%R %U %S"; { time "$@" 2>&4 3>&- 4>&-; } 4>&2 2>&3';

/** @throws with the end of the command's output, if it failed. */
export const measure = async ({ command, args, cwd }: Command): Promise<MeasuredCost> => {
  const child = spawn('bash', ['-c', TIMED, 'bash', command, ...args], {
    cwd,
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
  const moments: Process[][] = [];
  const look = () => moments.push(processesBelow(child.pid ?? 0, moments.length % MEMORY_EVERY === 0));
  const timer = setInterval(look, EVERY_MS);
  const ended = endOf(child).finally(() => clearInterval(timer));
  const [output, times, code] = await Promise.all([contentOf(child, 2), contentOf(child, 3), ended]);
  if (code !== 0) {
    const what = `${command} ${args.join(' ')} ended with code ${code}; 128 and more is a signal`;
    throw new Error(`${what}:\n${output.slice(-TAIL_CHARACTERS)}`);
  }
  return { ...parseTimes(times), ...summarize(moments) };
};

const endOf = (child: ChildProcess) =>
  new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve));

const contentOf = (child: ChildProcess, stream: 2 | 3): Promise<string> => {
  const output = child.stdio[stream];
  return output && 'read' in output ? text(output) : Promise.resolve('');
};

/** `12.345 20.100 0.250`, or with a comma in some locales. */
export const parseTimes = (line: string): { wallSeconds: number; cpuSeconds: number } => {
  const [wall = Number.NaN, user = Number.NaN, system = Number.NaN] = line
    .trim()
    .split(/\s+/)
    .map((seconds) => Number(seconds.replace(',', '.')));
  return { wallSeconds: wall, cpuSeconds: user + system };
};

export const summarize = (moments: Process[][]): Memory => {
  const sums = moments.map((all) => all.reduce((sum, { bytes }) => sum + bytes, 0));
  const engines = moments.map((all) => all.filter(({ name }) => ENGINES.has(name)));
  // What a process has used between the last look and its end is not seen.
  const used = new Map(engines.flat().map(({ pid, cpuSeconds }) => [pid, cpuSeconds]));
  return {
    peakBytes: Math.max(0, ...sums),
    engineBytes: Math.max(0, ...engines.flat().map(({ bytes }) => bytes)),
    engineCpuSeconds: [...used.values()].reduce((sum, seconds) => sum + seconds, 0),
  };
};
