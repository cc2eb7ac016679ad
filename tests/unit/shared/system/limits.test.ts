import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { limited } from '../../../../services/shared/system/limits.ts';
import { temporaryFolder } from '../../../fixtures/temporary-folder.ts';

const AMPLE = { memoryBytes: 2 ** 31, cpuSeconds: 20, fileBytes: 2 ** 20 };
const scratch = temporaryFolder();

/** Without a limit of wall-clock time: on a busy machine a second of CPU time may take a minute. */
const run = (script: string, limits: Partial<typeof AMPLE> = {}, ...args: string[]) => {
  const call = limited('sh', ['-c', script, 'sh', ...args], { ...AMPLE, ...limits });
  return spawnSync(call.command, call.args, { encoding: 'utf8', cwd: scratch });
};

describe('limited', () => {
  it('does not touch a child that stays within them', () => {
    const { status, stdout, stderr } = run('echo "$1"', {}, 'hello');

    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: 'hello\n', stderr: '' });
  });

  it.each(['a b', '$HOME', '"quoted"', "it's", '`id`', '$(id)', 'a;b', '*', '-v', '🎓', ''])(
    'passes the argument %j on unchanged',
    (argument) => {
      const { stdout } = run('printf %s "$1"', {}, argument);

      expect(stdout).toBe(argument);
    },
  );

  it.each([0, 3, 255])("returns the child's own exit code %i", (code) => {
    expect(run(`exit ${code}`).status).toBe(code);
  });

  it("returns the child's own signal", () => {
    expect(run('kill -TERM $$').signal).toBe('SIGTERM');
  });

  it('ends with 127 and the name if there is no such program', () => {
    const { command, args } = limited('no-such-program', [], AMPLE);

    const { status, stderr } = spawnSync(command, args, { encoding: 'utf8' });

    expect(status).toBe(127);
    expect(stderr).toContain('no-such-program');
  });

  it('ends a child that writes too large a file, at exactly that byte', () => {
    const { signal } = run('exec dd if=/dev/zero of=large bs=1000 count=100', { fileBytes: 10_240 });

    expect(signal).toBe('SIGXFSZ');
    expect(statSync(join(scratch, 'large')).size).toBe(10_240);
  });

  it('ends a child that computes for too long', () => {
    const { signal } = run('while :; do :; done', { cpuSeconds: 1 });

    expect(signal).toBe('SIGXCPU');
  });

  it('ends a child that ignores the signal', () => {
    const goesOn = "trap '' XCPU; while :; do :; done";
    const { command, args } = limited('sh', ['-c', goesOn], { ...AMPLE, cpuSeconds: 1 }, 1);

    const { signal } = spawnSync(command, args);

    expect(signal).toBe('SIGKILL');
  });

  const onLinux = process.platform === 'linux' ? it : it.skip;
  onLinux('refuses memory to a child that takes too much', () => {
    const take = 'exec dd if=/dev/zero of=/dev/null bs=256M count=1';

    expect(run(take).status).toBe(0);
    expect(run(take, { memoryBytes: 2 ** 27 })).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('memory exhausted'),
    });
  });

  onLinux('sets just these, and no core file', () => {
    const { stdout } = run('cat /proc/self/limits', { memoryBytes: 2 ** 30, cpuSeconds: 7.2 });

    expect(stdout).toMatch(/^Max address space +1073741824 +1073741824 /m);
    expect(stdout).toMatch(/^Max cpu time +8 +13 /m);
    expect(stdout).toMatch(/^Max file size +1048576 +1048576 /m);
    expect(stdout).toMatch(/^Max core file size +0 +0 /m);
    expect(readFileSync('/proc/self/limits', 'utf8')).not.toContain('1073741824');
  });

  it('works without the memory limit if the shell does not support it', () => {
    const call = limited('echo', ['it ran'], AMPLE);
    const withoutV = `ulimit() { case $1 in -v) echo "bad option" >&2; return 2;; *) command ulimit "$@";; esac; }`;
    const args = call.args.map((arg, at) => (at === 1 ? `${withoutV}\n${arg}` : arg));

    const { status, stdout, stderr } = spawnSync(call.command, args, { encoding: 'utf8' });

    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: 'it ran\n', stderr: '' });
  });
});
