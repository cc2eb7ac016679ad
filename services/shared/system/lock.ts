// One owner at a time of a path, among all processes of this machine: a file that holds the owner's process id.
// Not for processes on other machines or in other containers: their ids mean nothing here.
import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { uptime } from 'node:os';
import { resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { codeOf } from '../contracts/errors.ts';

const POLL_MS = 200;

/** Those of this process: a file with its id that is not among them was left by an earlier process. */
const held = new Set<string>();

export type LockOptions = {
  signal?: AbortSignal | undefined;
  /** Called once, with the process that it waits for. */
  onWait?: ((owner: number) => void) | undefined;
};

/** Runs `work` as the owner of `path`, after whoever owns it now. */
export const withLock = async <T>(
  file: string,
  work: () => Promise<T>,
  options: LockOptions = {},
): Promise<T> => {
  const { signal, onWait } = options;
  const path = resolve(file);
  for (let hasWaited = false; ; hasWaited = true) {
    signal?.throwIfAborted();
    const taken = await takeLock(path);
    if ('release' in taken) return work().finally(taken.release);
    if (!hasWaited) onWait?.(taken.owner);
    await setTimeout(POLL_MS, undefined, { signal });
  }
};

/** Takes the lock without waiting, or says who has it. */
export const takeLock = async (
  file: string,
): Promise<{ release: () => Promise<void> } | { owner: number }> => {
  const path = resolve(file);
  const owner = await tryLock(path);
  if (owner !== undefined) return { owner };
  const release = async () => {
    await rm(path, { force: true });
    held.delete(path);
  };
  return { release };
};

/** Takes the lock, or gives its owner. */
const tryLock = async (path: string): Promise<number | undefined> => {
  if (held.has(path)) return process.pid;
  held.add(path);
  let owner: number | undefined = process.pid;
  try {
    owner = await takeFile(path);
    return owner;
  } finally {
    if (owner !== undefined) held.delete(path);
  }
};

/** A file that a dead process left is taken over. */
const takeFile = async (path: string): Promise<number | undefined> => {
  const beside = `${path}.${randomUUID()}`;
  for (;;) {
    try {
      // Written beside and then linked, so that nobody finds it without its owner.
      await writeFile(beside, String(process.pid));
      await link(beside, path);
      return undefined;
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
    } finally {
      await rm(beside, { force: true });
    }
    const owner = await ownerOf(path);
    if (isRunning(owner)) return owner;
    await removeStale(path, owner);
  }
};

/** 0 where there is none, or none that can be running: ids are given out again after a start of the machine. */
const ownerOf = async (path: string): Promise<number> => {
  try {
    const { mtimeMs } = await stat(path);
    return mtimeMs < Date.now() - uptime() * 1_000 ? 0 : Number(await readFile(path, 'utf8'));
  } catch {
    return 0;
  }
};

/** Of this process nobody else is left: a file with its own id is of one before it. */
export const isRunning = (pid: number): boolean => {
  if (!(pid > 0) || pid === process.pid) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Another user's process may not be signalled, and is there all the same.
    return codeOf(error) !== 'ESRCH';
  }
};

/** By way of a rename, since another process may have taken it over since it was read. */
const removeStale = async (path: string, owner: number): Promise<void> => {
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
    const found = await ownerOf(aside);
    if (found !== owner && isRunning(found)) await link(aside, path);
  } catch (error) {
    if (!['ENOENT', 'EEXIST'].includes(codeOf(error))) throw error;
  } finally {
    await rm(aside, { force: true });
  }
};
