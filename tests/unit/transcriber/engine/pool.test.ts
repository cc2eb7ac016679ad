// What happens on a processor that cannot run the engine's kernels.

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { makeEngine } from '../../../../services/transcriber/engine/engine.ts';
import { anError } from '../../../fixtures/an-error.ts';
import { fakePrograms } from '../fake-programs.ts';

const SOUND = Buffer.alloc(320);

describe('makeEngine, on a processor,', () => {
  const programs = fakePrograms();

  /** The first of `kernels` is the best; those that crash have a signal. */
  const prepare = async (kernels: string[], deaths: Record<string, string>, when: 'at once' | 'at work') => {
    await writeFile(join(programs.folder, 'kernels'), kernels.map((name) => `${name}\n`).join(''));
    const cases = Object.entries(deaths).map(([name, signal]) => `${name}) kill -${signal} $$ ;;`);
    const die = `case "$used" in ${cases.join(' ')} esac`;
    await programs.write(
      'transcribe-engine',
      `case "$1" in --list-kernels) cat ${programs.folder}/kernels; exit ;; esac
      used=${kernels[0]}
      while [ $# -gt 0 ]; do [ "$1" = --kernels ] && used=$2; shift; done
      echo "$used" >> ${programs.folder}/starts
      ${when === 'at once' ? die : ''}
      echo "{\\"type\\":\\"ready\\",\\"version\\":\\"1\\",\\"kernels\\":\\"$used\\"}"
      while IFS= read -r job; do
        head -c 320 >/dev/null
        ${die}
        echo '{"type":"speech","speech":[[0,1]],"windows":[]}'
      done`,
    );
    const warnings: string[] = [];
    const engine = makeEngine({
      modelPath: 'model.bin',
      vadModelPath: 'vad.bin',
      workers: 1,
      warn: (message) => warnings.push(message),
    });
    const starts = async () =>
      (await readFile(join(programs.folder, 'starts'), 'utf8')).trimEnd().split('\n');
    return { warnings, starts, find: () => engine.findSpeech(SOUND, 0.5) };
  };

  it.each([
    ['SIGILL', 'ILL', 'at once'],
    ['SIGILL', 'ILL', 'at work'],
    ['SIGSEGV', 'SEGV', 'at work'],
    ['SIGBUS', 'BUS', 'at work'],
    ['SIGFPE', 'FPE', 'at work'],
  ] as const)(
    'takes the next kernels after %s (%s, %s), reports it once, and keeps using them',
    async (signal, sent, when) => {
      const { find, warnings, starts } = await prepare(['avx512', 'avx2', 'plain'], { avx512: sent }, when);

      expect(await find()).toEqual([{ start: 0, end: 1 }]);
      expect(await find()).toEqual([{ start: 0, end: 1 }]);

      expect(warnings).toEqual([expect.stringMatching(new RegExp(`avx512 kernels do not run.*${signal}`))]);
      expect((await starts()).slice(0, 2)).toEqual(['avx512', 'avx2']);
      expect(new Set((await starts()).slice(1))).toEqual(new Set(['avx2']));
    },
  );

  it('blames the processor if all kernels crash', async () => {
    const { find, warnings } = await prepare(['avx2', 'plain'], { avx2: 'ILL', plain: 'ILL' }, 'at work');

    await expect(find()).rejects.toEqual(anError('EngineFailed', "does not run on this machine's processor"));
    expect(warnings).toHaveLength(2);
  });

  it.each(['KILL', 'TERM', 'ABRT'])('does not change kernels after SIG%s', async (signal) => {
    const { find, warnings, starts } = await prepare(['avx2', 'plain'], { avx2: signal }, 'at work');

    await expect(find()).rejects.toMatchObject({ name: 'EngineFailed' });
    expect([warnings, await starts()]).toEqual([[], ['avx2']]);
  });
});
