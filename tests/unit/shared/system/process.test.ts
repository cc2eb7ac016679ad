import { getEventListeners } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { ProcessFailed, type RunOptions, run } from '../../../../services/shared/system/process.ts';

const MODULE = pathToFileURL(join(import.meta.dirname, '../../../../services/shared/system/process.ts')).href;

const node = (script: string, options?: RunOptions) => run(process.execPath, ['-e', script], options);

const failureOf = (running: Promise<unknown>): Promise<unknown> =>
  running.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('run', () => {
  it('returns all output of the program, each stream separately', async () => {
    // Three bytes per character, so that a pipe's chunks split some of them.
    const script = `console.log('€'.repeat(100_000)); console.error('a warning')`;

    const output = await node(script);

    expect(output).toEqual({ stdout: `${'€'.repeat(100_000)}\n`, stderr: 'a warning\n' });
  });

  it('waits for what is still in the pipe when the program has ended', async () => {
    const late = `setTimeout(() => console.log('the last line'), 300)`;
    const script = `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(late)}], {
      stdio: ['ignore', 'inherit', 'ignore'], detached: true }).unref()`;

    const { stdout } = await node(script);

    expect(stdout).toBe('the last line\n');
  });

  it.each(['a b', '$HOME', '"quoted"', "it's", '`id`', 'a;b', '*', '🎓', ''])(
    'passes the argument %j on unchanged, without a shell',
    async (argument) => {
      const { stdout } = await run(process.execPath, ['-p', 'JSON.stringify(process.argv[1])', argument]);

      expect(JSON.parse(stdout)).toBe(argument);
    },
  );

  it('has no standard input, so that no program waits for it', async () => {
    const { stdout } = await node(`process.stdin.on('data', () => {}).on('end', () => console.log('ended'))`);

    expect(stdout).toBe('ended\n');
  });

  it("fails with the exit code and the end of the program's error output", async () => {
    const script = `process.stderr.write('x'.repeat(50_000) + ' the last complaint'); process.exitCode = 3`;

    const error = await failureOf(node(script));

    expect(error).toBeInstanceOf(ProcessFailed);
    expect(error).toMatchObject({
      message: expect.stringMatching(/ failed with exit code 3: x{1900,2000} the last complaint$/),
      stderr: expect.stringMatching(/^x{50000} the last complaint$/),
    });
  });

  it('fails with a message of its own if the program gave none', async () => {
    await expect(node('process.exitCode = 1')).rejects.toThrow('failed with exit code 1: no output');
  });

  it('names the signal that ended the program, as the kernel does when memory runs out', async () => {
    const error = await failureOf(node(`process.kill(process.pid, 'SIGKILL')`));

    expect(error).toBeInstanceOf(ProcessFailed);
    expect(error).toMatchObject({ message: expect.stringContaining('was ended by SIGKILL') });
  });

  // In a process outside of jest, in whose realm Node's own errors are not `instanceof Error`.
  it('says which program is not installed', async () => {
    const script = `import { run } from ${JSON.stringify(MODULE)};
      await run('no-such-program', []).catch(({ name, message }) => console.log(name, message));`;

    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script]);

    expect(stdout).toMatch(/^ToolMissing no-such-program is not installed, or not on the PATH\./);
  });

  it("hides the function's credentials from the program", async () => {
    process.env.AWS_SECRET_ACCESS_KEY = 'secret';
    process.env.AWS_SESSION_TOKEN = 'token';
    try {
      const { stdout } = await node('console.log(JSON.stringify(process.env))');

      const names = Object.keys(JSON.parse(stdout));
      expect(names).toContain('PATH');
      expect(names.filter((name) => name.startsWith('AWS_'))).toEqual([]);
    } finally {
      delete process.env.AWS_SECRET_ACCESS_KEY;
      delete process.env.AWS_SESSION_TOKEN;
    }
  });

  it('leaves no listener behind, whether it succeeded or not', async () => {
    const { signal } = new AbortController();

    await node('', { signal });
    await failureOf(node('process.exitCode = 1', { signal }));

    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });
});
