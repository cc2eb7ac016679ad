// Ending a child process early, by a time limit or a signal. The children here would run for a minute.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { isRunning } from '../../../../services/shared/system/lock.ts';
import { ProcessFailed, run } from '../../../../services/shared/system/process.ts';
import { temporaryFolder } from '../../../fixtures/temporary-folder.ts';
import { heldTimers, until } from '../../held-timers.ts';

let pidFile: string;
beforeEach(() => {
  pidFile = join(temporaryFolder(), 'pid');
});

/** Ignores all signals that can be ignored, writes its pid to a file and stays for a minute. */
const stubborn = () => [
  '-e',
  `process.on('SIGTERM', () => {});
   console.error('still at work');
   require('node:fs').writeFileSync(${JSON.stringify(pidFile)}, String(process.pid));
   setTimeout(() => {}, 60_000)`,
];

const pidOfChild = async (): Promise<number> => {
  const read = async () => (existsSync(pidFile) ? Number(await readFile(pidFile, 'utf8')) : 0);
  await until(async () => (await read()) > 0);
  return read();
};

describe('run', () => {
  it('ends a program that takes longer than its limit, and says so', async () => {
    const timers = heldTimers();
    const running = run(process.execPath, stubborn(), { timeoutMs: 1_500_500 });
    const failed = expect(running).rejects.toThrow(/ did not end within 1500\.5 s: still at work$/);
    const pid = await pidOfChild();

    await timers.pass(1_500_500);
    timers.release();
    await failed;

    await expect(running).rejects.toBeInstanceOf(ProcessFailed);
    expect(isRunning(pid)).toBe(false);
  });

  it('ends the program when its signal is aborted', async () => {
    const controller = new AbortController();
    const running = run(process.execPath, stubborn(), { signal: controller.signal });
    const failed = expect(running).rejects.toMatchObject({ name: 'AbortError' });
    const pid = await pidOfChild();
    const before = isRunning(pid);

    controller.abort();
    await failed;

    expect(before).toBe(true);
    expect(isRunning(pid)).toBe(false);
  });

  it('starts nothing if its signal is already aborted', async () => {
    const running = run(process.execPath, stubborn(), { signal: AbortSignal.abort() });

    await expect(running).rejects.toMatchObject({ name: 'AbortError' });
    await sleep(200);
    expect(existsSync(pidFile)).toBe(false);
  });

  it('ignores a signal that is aborted after the end', async () => {
    const controller = new AbortController();

    const output = await run(process.execPath, ['-p', '1'], { signal: controller.signal });
    controller.abort();

    expect(output.stdout).toBe('1\n');
  });
});
