import { createHash } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { type EngineOptions, makeEngine } from '../../../../services/transcriber/engine/engine.ts';
import { aSettings } from '../../fakes.ts';
import { fakePrograms } from '../fake-programs.ts';
import { fakeModel } from '../models/model-server.ts';

const ENGLISH = fakeModel(1_000, { vocabulary: 51_864 });

describe('makeEngine', () => {
  const programs = fakePrograms();
  let modelPath: string;
  beforeEach(async () => {
    modelPath = join(programs.folder, 'ggml-tiny.en-q8_0.bin');
    await writeFile(modelPath, ENGLISH);
  });

  const engineOf = (fields: Partial<EngineOptions> = {}) =>
    makeEngine({ modelPath, vadModelPath: 'vad.bin', ...fields });

  it('names its model by its file, and tells it by its bytes', async () => {
    expect(await engineOf().identity({ quality: 'best', prompt: 'etcd' })).toEqual({
      version: expect.stringContaining('whisper.cpp'),
      model: { name: 'tiny.en-q8_0', sha256: createHash('sha256').update(ENGLISH).digest('hex') },
      settings: aSettings({ beamSize: 5, bestOf: 5, prompt: 'etcd' }),
    });
  });

  it('knows by its model which languages it can be asked for', async () => {
    await expect(engineOf().identity({ language: 'de' })).rejects.toMatchObject({ name: 'OptionsRefused' });

    await writeFile(modelPath, fakeModel(1_000, { vocabulary: 51_865 }));
    const { settings } = await engineOf().identity({ language: 'german' });

    expect(settings.language).toBe('de');
  });

  it('reads its model once, however often it is asked', async () => {
    const engine = engineOf();

    const first = await engine.identity({});
    await rm(modelPath);

    expect(await engine.identity({})).toEqual(first);
    expect((await engine.identity({ quality: 'fast' })).model).toEqual(first.model);
  });

  it('fails where the model is missing', async () => {
    await rm(modelPath);

    await expect(engineOf().identity({})).rejects.toThrow(modelPath);
  });

  it('says how large its model is', async () => {
    expect(await engineOf().modelBytes()).toBe(1_000);
  });

  it('has as many workers as there are cores, unless told', () => {
    expect(engineOf().workers).toBe(availableParallelism());
    expect(engineOf({ workers: 3 }).workers).toBe(3);
  });

  it('runs as many programs at once as it has workers, whoever asks for them', async () => {
    const counted = `
      cd ${programs.folder}
      mkdir running-$$
      until [ -e met ] || [ "$(ls -d running-* | wc -l)" -ge 2 ]; do sleep 0.05; done
      touch met
      sleep 0.2
      ls -d running-* | wc -l >> counts
      rmdir running-$$`;
    await programs.write('whisper-vad-speech-segments', `${counted}\necho "Detected 0 speech segments:"`);
    await programs.write('whisper-cli', `${counted}\necho "auto-detected language: de (p = 0.9)" >&2`);
    const engine = engineOf({ workers: 2 });

    await Promise.all(
      ['0.wav', '1.wav', '2.wav'].flatMap((wav) => [
        engine.findSpeech(wav, 0.5),
        engine.detectLanguages([wav]),
      ]),
    );

    const counts = (await readFile(join(programs.folder, 'counts'), 'utf8')).trim().split('\n').map(Number);
    expect(counts).toHaveLength(6);
    expect(Math.max(...counts)).toBe(2);
  });

  it('ends all of its programs with its signal', async () => {
    await programs.write('whisper-vad-speech-segments', 'exec sleep 60');
    const controller = new AbortController();
    const engine = engineOf({ workers: 2, signal: controller.signal });

    const finding = Promise.allSettled(['0.wav', '1.wav', '2.wav'].map((wav) => engine.findSpeech(wav, 0.5)));
    setTimeout(() => controller.abort(), 100);

    expect((await finding).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  });
});
