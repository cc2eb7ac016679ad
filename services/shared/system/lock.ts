// A lock on a path among all processes of this machine: a file that holds the owner's process id. It does not work across
// machines or containers, where process ids mean nothing.
import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { uptime } from 'node:os';
import { resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { codeOf } from '../contracts/errors.ts';

const POLL_MS = 200;

/** The locks of this process: any other file with its id was left by an earlier process. */
const held = new Set<string>();

export type LockOptions = {
  signal?: AbortSignal | undefined;
  /** Called once, with the process that holds the lock. */
  onWait?: ((owner: number) => void) | undefined;
};

/** Runs `work` as the owner of `path`, after the current owner. */
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

/** Takes the lock without waiting, or returns who has it. */
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

/** Takes the lock, or returns its owner. */
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

/** Takes over a file that a dead process left. */
const takeFile = async (path: string): Promise<number | undefined> => {
  const beside = `${path}.${randomUUID()}`;
  for (;;) {
    try {
      // Written beside and then linked, so that the file never exists without its owner.
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

/** 0 if there is none, or none that can still run: ids are reused after a reboot. */
const ownerOf = async (path: string): Promise<number> => {
  try {
    const { mtimeMs } = await stat(path);
    return mtimeMs < Date.now() - uptime() * 1_000 ? 0 : Number(await readFile(path, 'utf8'));
  } catch {
    return 0;
  }
};

/** A file with this process's id that it does not hold is from an earlier process. */
export const isRunning = (pid: number): boolean => {
  if (!(pid > 0) || pid === process.pid) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Another user's process cannot be signalled, but exists.
    return codeOf(error) !== 'ESRCH';
  }
};

/** Renames first, since another process may have taken it over in the meantime. */
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
