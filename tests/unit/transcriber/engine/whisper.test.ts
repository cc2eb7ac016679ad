import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { EngineSettings } from '../../../../services/shared/contracts/transcript.ts';
import { ProcessFailed, type RunOptions } from '../../../../services/shared/system/process.ts';
import { transcribe } from '../../../../services/transcriber/engine/whisper.ts';
import { aSettings } from '../../fakes.ts';
import { segment, word } from '../examples.ts';
import { fakePrograms } from '../fake-programs.ts';

const TRANSCRIPTION = JSON.stringify({
  transcription: [
    {
      text: ' And',
      offsets: { from: 320, to: 700 },
      tokens: [{ text: ' And', id: 843, p: 0.5, offsets: { from: 320, to: 700 } }],
    },
  ],
});
const progress = (percent: number) =>
  `echo "whisper_print_progress_callback: progress = ${String(percent).padStart(3)}%" >&2`;

describe('transcribe', () => {
  const programs = fakePrograms();
  let wav: string;
  beforeEach(() => {
    wav = join(programs.folder, '0.wav');
  });

  const hear = (settings: Partial<EngineSettings> = {}, promptTokens = 0, options: RunOptions = {}) =>
    transcribe({ wav, settings: aSettings(settings), promptTokens }, 'model.bin', options);
  const fakeWhisper = (script: string) => programs.write('whisper-cli', script);
  /** Runs to its end and leaves a result, and before that does what `script` says. */
  const wholeWhisper = (script = '') =>
    fakeWhisper(`${script}\n${progress(100)}\necho '${TRANSCRIPTION}' > '${wav}.json'`);
  const argumentsFor = async (...task: Parameters<typeof hear>): Promise<string> => {
    await wholeWhisper(`echo "$@" > '${programs.folder}/arguments'`);
    await hear(...task);
    return (await readFile(join(programs.folder, 'arguments'), 'utf8')).trim();
  };

  it('gives the segments that whisper-cli leaves beside the audio, and takes them away', async () => {
    await wholeWhisper();

    expect(await hear()).toEqual([segment(0.32, 0.7, 'And', [word(0.32, 0.7, 'And', 0.5)])]);
    expect(existsSync(`${wav}.json`)).toBe(false);
  });

  it('runs it with the settings that the transcript names, and one thread', async () => {
    expect(await argumentsFor({ beamSize: 5, bestOf: 4, language: 'de' })).toBe(
      `-m model.bin -f ${wav} -l de -bs 5 -bo 4 -t 1 -mc 0 -np -pp -ojf -of ${wav}`,
    );
  });

  it.each([
    ['translates', { translate: true }, 0, ' -l en -tr -bs '],
    ['takes the text before as far as it is told to', { maxContext: 64 }, 0, ' -mc 64 -np '],
    [
      'starts each window with the prompt, and with nothing of the window before',
      { prompt: 'Kubernetes, etcd.' },
      7,
      ' -mc 8 --prompt Kubernetes, etcd. --carry-initial-prompt -np ',
    ],
  ])('%s', async (_what, settings, promptTokens, expected) => {
    expect(await argumentsFor(settings, promptTokens)).toContain(expected);
  });

  it('hands a prompt on as one argument, whatever is in it', async () => {
    const prompt = `"C:\\" $HOME 'x'; -m other.bin`;
    const script = `while [ "$1" != --prompt ]; do shift; done; printf %s "$2" > '${programs.folder}/prompt'`;
    await wholeWhisper(script);

    await hear({ prompt }, 9);

    expect(await readFile(join(programs.folder, 'prompt'), 'utf8')).toBe(prompt);
  });

  it.each([
    ['at 94 %', 94, false],
    ['at 95 %', 95, true],
    ['at its end', 100, true],
  ])(
    'believes a whisper-cli that stopped %s and left a result: %s, %s',
    async (_where, percent, believed) => {
      await fakeWhisper(`${progress(5)}; ${progress(percent)}; echo '${TRANSCRIPTION}' > '${wav}.json'`);

      const outcome = await hear().then(
        () => 'believed',
        (error) => error.message,
      );

      expect(outcome).toMatch(believed ? /^believed$/ : /it stopped at 94 of 100 %/);
    },
  );

  it.each([
    [
      'exits with 0 and says nothing of its way',
      `echo '${TRANSCRIPTION}' > "$4.json"`,
      /at nothing of 100 %/,
    ],
    ['exits with 0 and leaves no result', progress(100), /no such file/],
    ['leaves half a result', `${progress(100)}; echo '{"transcription": [' > "$4.json"`, /JSON/],
    ['leaves bytes that are no text', `${progress(100)}; printf '\\377\\000' > "$4.json"`, /JSON/],
    ['leaves another program’s result', `${progress(100)}; echo '{"text": ""}' > "$4.json"`, /transcription/],
    ['exits with 3', 'echo "failed to load the model" >&2; exit 3', /exit code 3: failed to load the model/],
    ['aborts', 'kill -ABRT $$', /ended by SIGABRT/],
    ['is killed', 'kill -KILL $$', /ended by SIGKILL.*probably ran out of memory/],
  ])('fails where whisper-cli %s', async (_what, script, message) => {
    await fakeWhisper(script);

    await expect(hear()).rejects.toMatchObject({
      name: 'EngineFailed',
      message: expect.stringMatching(message),
    });
    expect(existsSync(`${wav}.json`)).toBe(false);
  });

  it('keeps what the program said as the cause', async () => {
    await fakeWhisper('echo "No space left on device" >&2; exit 1');

    const failure = await hear().catch((error) => error);

    expect(failure.cause).toBeInstanceOf(ProcessFailed);
    expect(failure.cause.stderr).toBe('No space left on device\n');
  });

  it('fails where whisper-cli takes too long, which is no lack of memory', async () => {
    await fakeWhisper('exec sleep 60');

    const failure = await hear({}, 0, { timeoutMs: 50 }).catch((error) => error);

    expect(failure).toMatchObject({ name: 'EngineFailed' });
    expect(failure.message).toContain('did not end within 0.05 s');
    expect(failure.message).not.toContain('memory;');
  });

  it('says that whisper-cli is not installed', async () => {
    process.env.PATH = programs.folder;

    await expect(hear()).rejects.toMatchObject({ name: 'ToolMissing' });
  });

  it('is interrupted by its signal, which is no failure of the engine', async () => {
    await fakeWhisper('exec sleep 60');
    const controller = new AbortController();

    const transcribing = hear({}, 0, { signal: controller.signal });
    controller.abort();

    await expect(transcribing).rejects.toMatchObject({ name: 'AbortError' });
  });
});
