import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { takeLock, withLock } from '../../../../services/shared/system/lock.ts';
import { temporaryFolder } from '../../../fixtures/temporary-folder.ts';

describe('withLock', () => {
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = temporaryFolder();
    path = join(folder, 'lock');
  });

  it('lets one in at a time', async () => {
    const log: string[] = [];
    const work = (name: string) => async () => {
      log.push(`${name} comes`);
      await setImmediate();
      log.push(`${name} goes`);
    };

    await Promise.all(['a', 'b', 'c'].map((name) => withLock(path, work(name))));

    expect(log).toHaveLength(6);
    for (const [index, entry] of log.entries())
      if (index % 2 === 1) expect(entry).toBe(log[index - 1]?.replace('comes', 'goes'));
    expect(await readdir(folder)).toEqual([]);
  });

  it('returns the result of the work, and is released even if the work fails', async () => {
    const failing = withLock(path, () => Promise.reject(new Error('no')));
    await expect(failing).rejects.toThrow('no');

    expect(await withLock(path, async () => 1)).toBe(1);
  });

  it('says once whom it waits for', async () => {
    const waits: number[] = [];
    const { promise, resolve } = Promise.withResolvers<void>();
    const first = withLock(path, () => promise);
    const second = withLock(path, async () => 'second', {
      onWait: (owner) => {
        waits.push(owner);
        resolve();
      },
    });

    await first;

    expect(await second).toBe('second');
    expect(waits).toEqual([process.pid]);
  });

  it('names a folder that does not exist', async () => {
    await expect(withLock(join(folder, 'none', 'lock'), async () => 1)).rejects.toThrow('ENOENT');
  });
});

describe('takeLock', () => {
  it('takes the lock, or says who has it', async () => {
    const path = join(temporaryFolder(), 'lock');

    const first = await takeLock(path);
    expect(await takeLock(path)).toEqual({ owner: process.pid });
    if ('release' in first) await first.release();
    expect(await takeLock(path)).toEqual({ release: expect.any(Function) });
  });
});
