// Lists the processes below one, with their memory, once: from /proc if there is one, otherwise with ps.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';

/** The kernel cuts `name` to 15 characters; `cpuSeconds` is the time used so far. */
export type Process = { pid: number; parent: number; name: string; bytes: number; cpuSeconds: number };

/** Linux reports times to every program in hundredths of a second (USER_HZ). */
const TICKS_A_SECOND = 100;

const HAS_PROC =
  existsSync('/proc/self/smaps_rollup') && existsSync(`/proc/self/task/${process.pid}/children`);

/**
 * All processes below `root`, without `root` itself.
 * @param withMemory if false, `bytes` may be 0: /proc takes 2 ms to sum up a process, too slow for ten times a second.
 */
export const processesBelow = (root: number, withMemory: boolean): Process[] =>
  HAS_PROC ? belowInProc(root, withMemory) : below(root, parsePs(ps()));

const belowInProc = (root: number, withMemory: boolean): Process[] =>
  childrenOf(root).flatMap((pid) => {
    const bytes = withMemory ? parsePss(read(`/proc/${pid}/smaps_rollup`)) : 0;
    const cpuSeconds = parseStat(read(`/proc/${pid}/stat`));
    return [{ pid, parent: root, name: nameOf(pid), bytes, cpuSeconds }, ...belowInProc(pid, withMemory)];
  });

/** The kernel lists them by the thread that started them. */
const childrenOf = (pid: number): number[] =>
  threadsOf(pid).flatMap((thread) => parseChildren(read(`/proc/${pid}/task/${thread}/children`)));

const threadsOf = (pid: number): string[] => {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
};

const nameOf = (pid: number): string => read(`/proc/${pid}/comm`).trim();

/** Empty for a process that has ended in the meantime. */
const read = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};

const ps = (): string =>
  execFileSync('ps', ['-A', '-o', 'pid=,ppid=,rss=,time=,comm='], { encoding: 'utf8' });

/** `812 813 ` */
export const parseChildren = (text: string): number[] => text.split(/\s+/).filter(Boolean).map(Number);

/** Shared pages count in proportion, so that a sum counts each page once: `Pss:   250 kB` */
export const parsePss = (text: string): number => Number(/^Pss:\s+(\d+) kB/m.exec(text)?.[1] ?? 0) * 1_024;

/** The sum of user and system time, fields 14 and 15: `812 (a b) S 1 … 250 30 …` */
export const parseStat = (text: string): number => {
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / TICKS_A_SECOND;
};

/** Parses `1:02:03` and macOS's `2:03.45` into seconds. */
const parseClock = (text: string): number =>
  text
    .split(/[:-]/)
    .map(Number)
    .reduce((sum, part) => sum * 60 + part, 0);

/** `  812   1  10240 0:02.50 /usr/bin/transcribe-engine` */
export const parsePs = (text: string): Process[] =>
  text.split('\n').flatMap((line) => {
    const [, pid, parent, kilobytes, time = '', command] =
      /^\s*(\d+)\s+(\d+)\s+(\d+)\s+([\d:.-]+)\s+(.+?)\s*$/.exec(line) ?? [];
    if (command === undefined) return [];
    const bytes = Number(kilobytes) * 1_024;
    const cpuSeconds = parseClock(time);
    return [{ pid: Number(pid), parent: Number(parent), name: basename(command), bytes, cpuSeconds }];
  });

export const below = (root: number, all: Process[]): Process[] =>
  all.filter(({ parent }) => parent === root).flatMap((child) => [child, ...below(child.pid, all)]);
