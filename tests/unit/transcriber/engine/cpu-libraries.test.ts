// What becomes of an engine whose libraries die on a processor that promised to run them: stand-in programs say which
// library they took, as our patch of ggml has them do, and die by the signals that a kernel sends.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { runEngine } from '../../../../services/transcriber/engine/cpu-libraries.ts';
import { findSpeech, LIKELY } from '../../../../services/transcriber/engine/vad.ts';
import { countTokens, detectLanguages, transcribe } from '../../../../services/transcriber/engine/whisper.ts';
import { aSettings } from '../../fakes.ts';
import { fakePrograms } from '../fake-programs.ts';

describe('runEngine', () => {
  const programs = fakePrograms();

  /** Takes the first of `libraries` that is not excepted; `ends` says how each ends, `exit 0` where it does not. */
  const fakeEngine = (libraries: string[], ends: Record<string, string>) =>
    programs.write(
      'whisper-cli',
      `echo started >> '${programs.folder}/starts'
      for library in ${libraries.join(' ')}; do
        case ":$GGML_CPU_EXCEPT:" in *":$library:"*) continue ;; esac
        echo "ggml_backend_load_best: $library" >&2
        echo "words by $library"
        case $library in ${Object.entries(ends)
          .map(([library, end]) => `${library}) ${end} ;;`)
          .join(' ')} esac
        exit 0
      done
      echo 'no backend' >&2
      exit 3`,
    );
  const starts = async () =>
    (await readFile(join(programs.folder, 'starts'), 'utf8')).trim().split('\n').length;
  const prepare = () => {
    const told: string[] = [];
    return { told, libraries: { dead: new Set<string>(), onDeath: (message: string) => told.push(message) } };
  };

  it.each(['ILL', 'SEGV', 'BUS', 'FPE'])(
    'takes the next library where one dies by SIG%s, and tells of it',
    async (signal) => {
      await fakeEngine(['amx.so', 'zen4.so', 'x64.so'], { 'amx.so': `kill -${signal} $$` });
      const { told, libraries } = prepare();

      const { stdout } = await runEngine('whisper-cli', [], { libraries });

      expect(stdout).toBe('words by zen4.so\n');
      expect(told).toEqual([expect.stringMatching(`amx\\.so does not run on this processor.*SIG${signal}`)]);
    },
  );

  it('takes one after the other until one lives', async () => {
    await fakeEngine(['amx.so', 'zen4.so', 'x64.so'], {
      'amx.so': 'kill -ILL $$',
      'zen4.so': 'kill -SEGV $$',
    });
    const { told, libraries } = prepare();

    expect((await runEngine('whisper-cli', [], { libraries })).stdout).toBe('words by x64.so\n');
    expect(told).toHaveLength(2);
  });

  it('remembers a dead library, whichever program asks', async () => {
    await fakeEngine(['amx.so', 'x64.so'], { 'amx.so': 'kill -ILL $$' });
    const { told, libraries } = prepare();

    for (let call = 0; call < 3; call += 1) await runEngine('whisper-cli', [], { libraries });

    expect(await starts()).toBe(4);
    expect(told).toHaveLength(1);
  });

  it('tells once of a library that died in several processes at the same time', async () => {
    await fakeEngine(['amx.so', 'x64.so'], { 'amx.so': 'sleep 0.2; kill -ILL $$' });
    const { told, libraries } = prepare();

    const all = await Promise.all([1, 2, 3].map(() => runEngine('whisper-cli', [], { libraries })));

    expect(all.map(({ stdout }) => stdout)).toEqual(Array(3).fill('words by x64.so\n'));
    expect(told).toHaveLength(1);
  });

  it('fails by the last death where none is left', async () => {
    await fakeEngine(['amx.so', 'x64.so'], { 'amx.so': 'kill -ILL $$', 'x64.so': 'kill -SEGV $$' });
    const { libraries } = prepare();

    await expect(runEngine('whisper-cli', [], { libraries })).rejects.toMatchObject({ signal: 'SIGSEGV' });
    // Now none is tried any more.
    await expect(runEngine('whisper-cli', [], { libraries })).rejects.toMatchObject({
      name: 'ProcessFailed',
    });
  });

  it.each([
    ['is killed, which is a matter of memory', 'kill -KILL $$', { signal: 'SIGKILL' }],
    ['aborts', 'kill -ABRT $$', { signal: 'SIGABRT' }],
    ['fails', 'exit 3', { exitCode: 3 }],
  ])('stays with its library where the program %s', async (_what, end, failure) => {
    await fakeEngine(['amx.so', 'x64.so'], { 'amx.so': end });
    const { told, libraries } = prepare();

    await expect(runEngine('whisper-cli', [], { libraries })).rejects.toMatchObject(failure);
    expect(await starts()).toBe(1);
    expect(told).toEqual([]);
  });

  it('tries an engine without libraries once', async () => {
    await programs.write('whisper-cli', `echo started >> '${programs.folder}/starts'; kill -ILL $$`);
    const { libraries } = prepare();

    await expect(runEngine('whisper-cli', [], { libraries })).rejects.toMatchObject({ signal: 'SIGILL' });
    expect(await starts()).toBe(1);
  });
});

const failureOf = (ask: () => Promise<unknown>): Promise<Error> =>
  ask().then(
    () => new Error('It did not fail'),
    (error) => error,
  );

describe('an engine that dies by a signal', () => {
  const programs = fakePrograms();

  const asks: [string, string, () => Promise<unknown>][] = [
    [
      'a transcription',
      'whisper-cli',
      () =>
        transcribe(
          { wav: join(programs.folder, '0.wav'), settings: aSettings(), promptTokens: 0 },
          'model.bin',
          {},
        ),
    ],
    ['the language', 'whisper-cli', () => detectLanguages(['a.wav'], 'model.bin', {})],
    ['the tokens of a prompt', 'whisper-cli', () => countTokens('etcd', 'model.bin', {})],
    ['the speech', 'whisper-vad-speech-segments', () => findSpeech('a.wav', 'vad.bin', LIKELY, {})],
  ];
  const cases = asks.flatMap((ask) =>
    ['ILL', 'SEGV', 'BUS', 'FPE'].map((signal) => [signal, ...ask] as const),
  );

  it.each(cases)(
    'by SIG%s, asked for %s: the processor is named, what to do, and no memory',
    async (signal, _what, program, ask) => {
      await programs.write(program, `kill -${signal} $$`);

      const { name, message } = await failureOf(ask);

      expect(name).toBe('EngineFailed');
      expect(message).toMatch(`SIG${signal}`);
      expect(message).toMatch(/does not run on this machine's processor.*`make setup`.*On AWS/);
      expect(message).not.toMatch(/memory/);
    },
  );

  it.each(asks)(
    'by SIGKILL, asked for %s: memory is named, and no processor',
    async (_what, program, ask) => {
      await programs.write(program, 'kill -KILL $$');

      const { message } = await failureOf(ask);

      expect(message).toMatch(/SIGKILL.*out of memory.*TranscriberMemory/);
      expect(message).not.toMatch(/processor/);
    },
  );
});
