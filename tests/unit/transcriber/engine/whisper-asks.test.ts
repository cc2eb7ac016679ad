// What whisper.ts asks whisper-cli beside a transcription: a language, and the tokens of a prompt.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { findSpeech } from '../../../../services/transcriber/engine/vad.ts';
import { countTokens, detectLanguages } from '../../../../services/transcriber/engine/whisper.ts';
import { heldTimers } from '../../held-timers.ts';
import { fakePrograms } from '../fake-programs.ts';

describe('detectLanguages', () => {
  const programs = fakePrograms();

  const fakeWhisper = (script: string) => programs.write('whisper-cli', script);

  it('gives the language that whisper-cli names for each file', async () => {
    await fakeWhisper(`
      echo "$@" > '${programs.folder}/arguments'
      echo "whisper_full_with_state: auto-detected language: de (p = 0.972)" >&2
      echo "whisper_full_with_state: auto-detected language: haw (p = 0.010)" >&2`);

    expect(await detectLanguages(['a.wav', 'b.wav'], 'model.bin', {})).toEqual([
      { language: 'de', probability: 0.972 },
      { language: 'haw', probability: 0.01 },
    ]);
    expect(await readFile(join(programs.folder, 'arguments'), 'utf8')).toBe(
      '-m model.bin -f a.wav -f b.wav -l auto -dl -t 1\n',
    );
  });

  it.each([
    ['names none', 'echo "failed to read audio" >&2', /it named 0 for 1 files: failed to read audio/],
    ['exits with 3', 'exit 3', /exit code 3/],
    ['is killed', 'kill -KILL $$', /SIGKILL/],
  ])('fails where whisper-cli %s', async (_what, script, message) => {
    await fakeWhisper(script);

    await expect(detectLanguages(['a.wav'], 'model.bin', {})).rejects.toMatchObject({
      name: 'EngineFailed',
      message: expect.stringMatching(message),
    });
  });

  it('is interrupted by its signal, which is no failure of the engine', async () => {
    await fakeWhisper('exec sleep 60');

    await expect(
      detectLanguages(['a.wav'], 'model.bin', { signal: AbortSignal.abort() }),
    ).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('countTokens', () => {
  const programs = fakePrograms();

  const TOO_LONG =
    'whisper_full_with_state: initial prompt is too long (42 tokens), using only the last 0 tokens';

  it('reads the number from whisper-cli’s complaint, in a file too short to be heard', async () => {
    await programs.write(
      'whisper-cli',
      `echo "$@" > '${programs.folder}/arguments'; wc -c < "$4" > '${programs.folder}/bytes'; echo "${TOO_LONG}" >&2`,
    );

    expect(await countTokens('Kubernetes and etcd', 'model.bin', {})).toBe(42);
    const call = await readFile(join(programs.folder, 'arguments'), 'utf8');
    expect(call).toMatch(
      /^-m model\.bin -f \S+silence\.wav -t 1 -mc 1 --carry-initial-prompt --prompt Kubernetes and etcd\n$/,
    );
    expect(Number(await readFile(join(programs.folder, 'bytes'), 'utf8'))).toBe(44 + 3_360);
  });

  it('takes a prompt that is not complained of for one token', async () => {
    await programs.write('whisper-cli', 'exit 0');

    expect(await countTokens('a', 'model.bin', {})).toBe(1);
  });

  it('fails where whisper-cli does', async () => {
    await programs.write('whisper-cli', 'echo "failed to load the model" >&2; exit 3');

    await expect(countTokens('a', 'model.bin', {})).rejects.toMatchObject({
      name: 'EngineFailed',
      message: expect.stringContaining('failed to load the model'),
    });
  });
});

describe.each([
  ['detectLanguages', 'whisper-cli', () => detectLanguages(['a.wav'], 'model.bin', {})],
  ['countTokens', 'whisper-cli', () => countTokens('etcd', 'model.bin', {})],
  ['findSpeech', 'whisper-vad-speech-segments', () => findSpeech('a.wav', 'vad.bin', 0.5, {})],
])('%s', (_what, program, ask) => {
  const programs = fakePrograms();

  it('ends a program that says nothing for twelve minutes', async () => {
    await programs.write(program, 'exec sleep 60');
    const timers = heldTimers();
    const failed = expect(ask()).rejects.toMatchObject({
      name: 'EngineFailed',
      message: expect.stringContaining('said nothing for 720 s'),
    });

    await timers.pass(720_000);
    timers.release();

    await failed;
  });
});
