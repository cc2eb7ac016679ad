// Lists the processes below one, with their memory, once: from /proc if there is one, otherwise with ps.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';

export type Process = { pid: number; parent: number; name: string; bytes: number };

const HAS_PROC =
  existsSync('/proc/self/smaps_rollup') && existsSync(`/proc/self/task/${process.pid}/children`);

/**
 * All processes below `root`, except itself.
 * @param withMemory if false, `bytes` may be 0: /proc takes 2 ms to sum up a process's pages, which is slow for ten times a second.
 */
export const processesBelow = (root: number, withMemory: boolean): Process[] =>
  HAS_PROC ? belowInProc(root, withMemory) : below(root, parsePs(ps()));

const belowInProc = (root: number, withMemory: boolean): Process[] =>
  childrenOf(root).flatMap((pid) => {
    const bytes = withMemory ? parsePss(read(`/proc/${pid}/smaps_rollup`)) : 0;
    return [{ pid, parent: root, name: nameOf(pid), bytes }, ...belowInProc(pid, withMemory)];
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

const ps = (): string => execFileSync('ps', ['-A', '-o', 'pid=,ppid=,rss=,comm='], { encoding: 'utf8' });

/** `812 813 ` */
export const parseChildren = (text: string): number[] => text.split(/\s+/).filter(Boolean).map(Number);

/** Shared pages count in proportion, so that a sum counts each page once: `Pss:   250 kB` */
export const parsePss = (text: string): number => Number(/^Pss:\s+(\d+) kB/m.exec(text)?.[1] ?? 0) * 1_024;

/** `  812   1  10240 /usr/bin/whisper-cli` */
export const parsePs = (text: string): Process[] =>
  text.split('\n').flatMap((line) => {
    const [, pid, parent, kilobytes, command] = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(.+?)\s*$/.exec(line) ?? [];
    if (command === undefined) return [];
    const bytes = Number(kilobytes) * 1_024;
    return [{ pid: Number(pid), parent: Number(parent), name: basename(command), bytes }];
  });

export const below = (root: number, all: Process[]): Process[] =>
  all.filter(({ parent }) => parent === root).flatMap((child) => [child, ...below(child.pid, all)]);
