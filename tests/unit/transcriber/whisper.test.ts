import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { ProcessFailed } from '../../../services/shared/process.ts';
import { SETTINGS, transcribe } from '../../../services/transcriber/whisper.ts';
import { fakePrograms } from './fake-programs.ts';

const TRANSCRIPTION = JSON.stringify({
  transcription: [
    {
      text: ' And',
      offsets: { from: 320, to: 700 },
      tokens: [{ text: ' And', id: 843, p: 0.5, offsets: { from: 320, to: 700 } }],
    },
  ],
});

describe('transcribe', () => {
  const programs = fakePrograms();
  let wav: string;
  beforeEach(() => {
    wav = join(programs.folder, '0.wav');
  });

  const fakeWhisper = (script: string) => programs.write('whisper-cli', script);

  it('gives the segments that whisper-cli leaves beside the audio', async () => {
    await fakeWhisper(`echo '${TRANSCRIPTION}' > '${wav}.json'`);

    const segments = await transcribe(wav, 'model.bin', {});

    expect(segments).toEqual([
      {
        start: 0.32,
        end: 0.7,
        text: 'And',
        words: [{ start: 0.32, end: 0.7, text: 'And', probability: 0.5 }],
      },
    ]);
  });

  it('runs it with the settings that the transcript names', async () => {
    await fakeWhisper(`echo "$@" > '${programs.folder}/arguments'; echo '${TRANSCRIPTION}' > '${wav}.json'`);

    await transcribe(wav, 'model.bin', {});

    const { beamSize, bestOf, maxContext, language } = SETTINGS;
    expect(await readFile(join(programs.folder, 'arguments'), 'utf8')).toContain(
      `-m model.bin -f ${wav} -bs ${beamSize} -bo ${bestOf} -mc ${maxContext} -l ${language} -t 1`,
    );
  });

  it.each([
    ['exits with 0 and leaves no result', 'exit 0', /no such file/],
    ['exits with 0 and leaves half a result', `echo '{"transcription": [' > "$4.json"`, /JSON/],
    ['exits with 0 and leaves bytes that are no text', `printf '\\377\\000' > "$4.json"`, /JSON/],
    ['leaves another program’s result', `echo '{"text": "And"}' > "$4.json"`, /transcription/],
    ['exits with 3', 'echo "failed to load the model" >&2; exit 3', /exit code 3: failed to load the model/],
    ['is killed', 'kill -9 $$', /ended by SIGKILL/],
    ['crashes', 'kill -SEGV $$', /ended by SIGSEGV/],
  ])('fails where whisper-cli %s', async (_what, script, message) => {
    await fakeWhisper(script);

    await expect(transcribe(wav, 'model.bin', {})).rejects.toMatchObject({
      name: 'EngineFailed',
      message: expect.stringMatching(message),
    });
  });

  it('keeps what the program said as the cause', async () => {
    await fakeWhisper('echo "No space left on device" >&2; exit 1');

    const failure = await transcribe(wav, 'model.bin', {}).catch((error) => error);

    expect(failure.cause).toBeInstanceOf(ProcessFailed);
    expect(failure.cause.stderr).toBe('No space left on device\n');
  });

  it('fails where whisper-cli takes too long', async () => {
    await fakeWhisper('exec sleep 60');

    await expect(transcribe(wav, 'model.bin', { timeoutMs: 50 })).rejects.toMatchObject({
      name: 'EngineFailed',
      message: expect.stringContaining('did not end within 0.05 s'),
    });
  });

  it('says that whisper-cli is not installed', async () => {
    process.env.PATH = programs.folder;

    await expect(transcribe(wav, 'model.bin', {})).rejects.toMatchObject({ name: 'ToolMissing' });
  });

  it('is interrupted by its signal, which is no failure of the engine', async () => {
    await fakeWhisper('exec sleep 60');
    const controller = new AbortController();

    const transcribing = transcribe(wav, 'model.bin', { signal: controller.signal });
    controller.abort();

    await expect(transcribing).rejects.toMatchObject({ name: 'AbortError' });
  });
});
