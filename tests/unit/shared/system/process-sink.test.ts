// What `run` does besides running a program: its sink, its limit for silence, the signals that it names.
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { isRunning } from '../../../../services/shared/system/lock.ts';
import { run, type Sink } from '../../../../services/shared/system/process.ts';
import { heldTimers, until } from '../../held-timers.ts';
import { fakePrograms } from '../../transcriber/fake-programs.ts';

describe('run', () => {
  const programs = fakePrograms();

  const pidOf = async () => Number(await readFile(join(programs.folder, 'pid'), 'utf8'));
  const fakeProgram = (script: string) =>
    programs.write(
      'program',
      `echo $$ > ${programs.folder}/pid.part && mv ${programs.folder}/pid.part ${programs.folder}/pid\n${script}`,
    );
  /** Counts the bytes, and says how the stream ended. */
  const counting = () => {
    const seen = { bytes: 0, ended: false };
    const sink: Sink = async (chunks) => {
      for await (const chunk of chunks) seen.bytes += chunk.length;
      seen.ended = true;
    };
    return { seen, sink };
  };

  it('passes all of stdout to the sink as bytes, and keeps the end of stderr', async () => {
    await fakeProgram('head -c 3000001 /dev/zero; echo done >&2');
    const { seen, sink } = counting();

    const output = await run('program', [], { sink });

    expect(seen).toEqual({ bytes: 3_000_001, ended: true });
    expect(output).toEqual({ stdout: '', stderr: 'done\n' });
  });

  it('waits for a sink that is slower than the program', async () => {
    await fakeProgram('printf abc');
    let isStored = false;

    await run('program', [], {
      sink: async (chunks) => {
        for await (const _chunk of chunks) await sleep(100);
        isStored = true;
      },
    });

    expect(isStored).toBe(true);
  });

  it('kills the program when its sink fails, and throws the sink’s error', async () => {
    await fakeProgram('exec sleep 60');
    const sink: Sink = async () => {
      await until(() => existsSync(join(programs.folder, 'pid')));
      throw new Error('the bucket is gone');
    };

    await expect(run('program', [], { sink })).rejects.toThrow('the bucket is gone');

    expect(isRunning(await pidOf())).toBe(false);
  });

  it('throws the sink’s error in the middle of the bytes', async () => {
    await fakeProgram('exec cat /dev/zero');
    const sink: Sink = async (chunks) => {
      let bytes = 0;
      for await (const chunk of chunks) {
        bytes += chunk.length;
        if (bytes > 1_000_000) throw new Error('enough');
      }
    };

    await expect(run('program', [], { sink })).rejects.toThrow('enough');

    expect(isRunning(await pidOf())).toBe(false);
  });

  it('throws the program’s error if only the program failed', async () => {
    await fakeProgram('printf abc; exit 3');
    const { seen, sink } = counting();

    await expect(run('program', [], { sink })).rejects.toMatchObject({ name: 'ProcessFailed', exitCode: 3 });
    expect(seen).toEqual({ bytes: 3, ended: true });
  });

  it('ends a program that is silent for too long', async () => {
    await fakeProgram('echo "at work" >&2; exec sleep 60');

    const timers = heldTimers();
    const running = run('program', [], { silenceMs: 300_300 });
    const heard = timers.countRefreshes(300_300);
    const failed = expect(running).rejects.toMatchObject({
      name: 'ProcessFailed',
      message: 'program said nothing for 300.3 s: at work',
      exitCode: undefined,
      signal: undefined,
    });
    await until(() => heard() > 0);

    await timers.pass(300_300);
    timers.release();
    await failed;

    expect(isRunning(await pidOf())).toBe(false);
  });

  it('counts the silence again from each output of the program', async () => {
    const goOn = join(programs.folder, 'go-on');
    await fakeProgram(`echo 1 >&2; until [ -e ${goOn} ]; do sleep 0.05; done; echo 2 >&2`);

    const timers = heldTimers();
    const running = run('program', [], { silenceMs: 300_300 });
    const heard = timers.countRefreshes(300_300);
    await until(() => heard() === 1);
    await writeFile(goOn, '');
    const { stderr } = await running;
    timers.release();

    expect(heard()).toBe(2);
    expect(stderr).toBe('1\n2\n');
  });

  it.each([
    ['KILL', 'SIGKILL'],
    ['ILL', 'SIGILL'],
  ])('names the signal %s', async (name, signal) => {
    await fakeProgram(`kill -${name} $$`);

    await expect(run('program', [])).rejects.toMatchObject({ name: 'ProcessFailed', signal });
  });
});
