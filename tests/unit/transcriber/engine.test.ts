import { createHash } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { makeEngine } from '../../../services/transcriber/engine.ts';
import { SETTINGS } from '../../../services/transcriber/whisper.ts';
import { fakePrograms } from './fake-programs.ts';

describe('makeEngine', () => {
  const programs = fakePrograms();
  let modelPath: string;
  beforeEach(() => {
    modelPath = join(programs.folder, 'ggml-tiny.en-q8_0.bin');
  });

  it('names its model by its file, and tells it by its bytes', async () => {
    await writeFile(modelPath, 'the model');

    const identity = await makeEngine({ modelPath, vadModelPath: 'vad.bin' }).identity();

    expect(identity).toEqual({
      version: expect.stringContaining('whisper.cpp'),
      model: { name: 'tiny.en-q8_0', sha256: createHash('sha256').update('the model').digest('hex') },
      settings: SETTINGS,
    });
  });

  it('reads its model once, however often it is asked', async () => {
    await writeFile(modelPath, 'the model');
    const engine = makeEngine({ modelPath, vadModelPath: 'vad.bin' });

    const first = await engine.identity();
    await rm(modelPath);

    expect(await engine.identity()).toBe(first);
  });

  it('fails where the model is missing', async () => {
    await expect(makeEngine({ modelPath, vadModelPath: 'vad.bin' }).identity()).rejects.toThrow(modelPath);
  });

  it('runs as many programs at once as there are cores', async () => {
    const vad = `#!/bin/sh
      mkdir ${programs.folder}/running-$$
      sleep 0.2
      ls -d ${programs.folder}/running-* | wc -l >> ${programs.folder}/counts
      rmdir ${programs.folder}/running-$$
      echo "Detected 0 speech segments:"`;
    await writeFile(join(programs.folder, 'whisper-vad-speech-segments'), vad, { mode: 0o755 });
    const engine = makeEngine({ modelPath, vadModelPath: 'vad.bin' });
    const wavs = Array.from({ length: 3 * availableParallelism() }, (_, index) => `${index}.wav`);

    await Promise.all(wavs.map((wav) => engine.findSpeech(wav)));

    const counts = (await readFile(join(programs.folder, 'counts'), 'utf8')).trim().split('\n').map(Number);
    expect(counts).toHaveLength(wavs.length);
    expect(Math.max(...counts)).toBe(availableParallelism());
    expect(engine.workers).toBe(availableParallelism());
  });
});
