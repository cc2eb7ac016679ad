import { createHash } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { type EngineOptions, makeEngine } from '../../../../services/transcriber/engine/engine.ts';
import { anError } from '../../../fixtures/an-error.ts';
import { aSettings } from '../../../fixtures/transcript.ts';
import { fakePrograms, writeMp4 } from '../fake-programs.ts';
import { fakeModel } from '../models/model-server.ts';

const SOUND = Buffer.alloc(32_000);
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
  const starts = async () =>
    (await readFile(join(programs.folder, 'starts'), 'utf8')).trimEnd().split('\n').length;

  it('names its model after its file, and identifies it by its bytes', async () => {
    expect(await engineOf().identity({ quality: 'best', prompt: 'etcd' })).toEqual({
      version: expect.stringContaining('transcribe-engine'),
      model: { name: 'tiny.en-q8_0', sha256: createHash('sha256').update(ENGLISH).digest('hex') },
      settings: aSettings({ beamSize: 5, bestOf: 5, prompt: 'etcd' }),
    });
  });

  it('has the version of the program that it runs', async () => {
    const native = join(import.meta.dirname, '../../../../services/transcriber/engine/native');
    const answers = await readFile(join(native, 'protocol/answers.cpp'), 'utf8');
    const [, version] = /kVersion = "(.+)"/.exec(answers) ?? [];

    expect((await engineOf().identity({})).version).toBe(`transcribe-engine ${version}`);
  });

  it('knows by its model which languages it supports', async () => {
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

  it('fails if the model is missing', async () => {
    await rm(modelPath);

    await expect(engineOf().identity({})).rejects.toThrow(modelPath);
  });

  it('reports the size of its model', async () => {
    expect(await engineOf().modelBytes()).toBe(1_000);
  });

  it('has as many workers as there are cores by default', () => {
    expect(engineOf().workers).toBe(availableParallelism());
    expect(engineOf({ workers: 3 }).workers).toBe(3);
  });

  it('runs at most as many programs at once as it has workers, whoever asks for them', async () => {
    const counted = `
      cd ${programs.folder}
      mkdir running-$$
      until [ -e met ] || [ "$(ls -d running-* | wc -l)" -ge 2 ]; do sleep 0.05; done
      touch met
      sleep 0.2
      ls -d running-* | wc -l >> counts
      rmdir running-$$`;
    await programs.writeEngine(`(${counted})
      case "$job" in
        *'"type":"speech"'*) echo '{"type":"speech","speech":[],"windows":[]}' ;;
        *) echo '{"type":"language","language":"de","probability":0.9}' ;;
      esac`);
    const engine = engineOf({ workers: 2 });

    await Promise.all([1, 2, 3].flatMap(() => [engine.findSpeech(SOUND, 0.5), engine.detectLanguage(SOUND)]));

    const counts = (await readFile(join(programs.folder, 'counts'), 'utf8')).trim().split('\n').map(Number);
    expect(counts).toHaveLength(6);
    expect(Math.max(...counts)).toBe(2);
  });

  it('writes a word once that two windows heard', async () => {
    const word = (start: number, text: string) => ({ start, end: start + 0.3, text, probability: 0.9 });
    const answer = (start: number, end: number, ...words: ReturnType<typeof word>[]) =>
      `echo '${JSON.stringify({ type: 'window', start, end, words })}'`;
    await programs.writeEngine(`
      ${answer(0, 30, word(28.6, 'he'), word(29.1, 'puts'), word(29.6, 'the'))}
      ${answer(29, 50, word(29, 'it'), word(29.3, 's'), word(29.6, 'the'), word(30.2, 'council'))}
      echo '{"type":"done"}'`);

    const segments = await engineOf().transcribe(SOUND, aSettings());

    expect(segments.map(({ text }) => text)).toEqual(['he puts the council']);
  });

  it('ends all of its programs with its signal', async () => {
    await programs.writeEngine('exec sleep 60');
    const controller = new AbortController();
    const engine = engineOf({ workers: 2, signal: controller.signal });

    const finding = Promise.allSettled([1, 2, 3].map(() => engine.findSpeech(SOUND, 0.5)));
    setTimeout(() => controller.abort(), 100);

    expect((await finding).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  });

  it('keeps a process while there is more to do, and starts another after it has ended', async () => {
    await programs.writeEngine(`echo '{"type":"speech","speech":[],"windows":[]}'`);
    const engine = engineOf({ workers: 1 });

    for (const _ of [1, 2, 3]) await engine.findSpeech(SOUND, 0.5);
    const once = await starts();
    await sleep(1_500);
    await engine.findSpeech(SOUND, 0.5);

    expect([once, await starts()]).toEqual([1, 2]);
  });

  it('starts its processes when it begins to decode, and uses them', async () => {
    await programs.writeEngine(`echo '{"type":"speech","speech":[],"windows":[]}'`);
    await programs.write('ffmpeg', 'exit 1');
    const engine = engineOf({ workers: 2 });

    await engine.decode(await writeMp4(programs.folder), 'a.mp4', async () => {}, {}).catch(() => {});
    while ((await starts().catch(() => 0)) < 2) await sleep(20);
    await Promise.all([1, 2].map(() => engine.findSpeech(SOUND, 0.5)));

    expect(await starts()).toBe(2);
  });

  it('leaves no process behind when it is closed', async () => {
    const pids = join(programs.folder, 'pids');
    await programs.writeEngine(`echo $$ >> ${pids}; echo '{"type":"speech","speech":[],"windows":[]}'`);
    const engine = engineOf({ workers: 2 });
    await Promise.all([1, 2].map(() => engine.findSpeech(SOUND, 0.5)));

    await engine.close();

    const started = (await readFile(pids, 'utf8')).trim().split('\n');
    expect(started).toHaveLength(2);
    for (const pid of started) expect(() => process.kill(Number(pid), 0)).toThrow('ESRCH');
  });
});

describe('makeEngine, running its program,', () => {
  const programs = fakePrograms();
  const engineOf = (fields: Partial<EngineOptions> = {}) =>
    makeEngine({ modelPath: 'model.bin', vadModelPath: 'vad.bin', workers: 1, ...fields });

  it('returns the speech, the language and the words', async () => {
    await programs.writeEngine(`case "$job" in
      *'"type":"speech"'*'"threshold":0.8'*) echo '{"type":"speech","speech":[[0.3,2.5]],"windows":[]}' ;;
      *'"type":"language"'*) echo '{"type":"language","language":"de","probability":0.97}' ;;
      *'"beams":5,"language":"de","translate":true,"prompt":"etcd"'*)
        echo '{"type":"speech","speech":[],"windows":[]}'
        echo '{"type":"window","start":0,"end":4,"words":[{"start":0.5,"end":0.9,"text":"Hello.","probability":0.9},{"start":1,"end":2,"text":"There","probability":0.8}]}'
        echo '{"type":"window","start":4,"end":6,"words":[{"start":4.5,"end":5,"text":"[Music]","probability":0.9}]}'
        echo '{"type":"done"}' ;;
      esac`);
    const engine = engineOf();
    const settings = aSettings({ beamSize: 5, bestOf: 5, language: 'de', translate: true, prompt: 'etcd' });

    expect(await engine.findSpeech(SOUND, 0.8)).toEqual([{ start: 0.3, end: 2.5 }]);
    expect(await engine.detectLanguage(SOUND)).toEqual({ language: 'de', probability: 0.97 });
    expect(
      (await engine.transcribe(SOUND, settings)).map(({ start, end, text }) => [start, end, text]),
    ).toEqual([
      [0.5, 0.9, 'Hello.'],
      [1, 2, 'There'],
    ]);
    expect((await engine.transcribe(SOUND, settings, { keepsMarks: true })).at(-1)?.text).toBe('[Music]');
  });

  it.each([
    ['exits with 3', 'echo "no model" >&2; exit 3', /exit code 3: no model/],
    [
      'refuses its model',
      `echo '{"type":"error","name":"BadModel","message":"It is cut off"}'; exit 1`,
      /It is cut off.*BadModel/,
    ],
    ['refuses the job', `echo '{"type":"error","name":"BadJob","message":"It is odd"}'`, /It is odd, BadJob/],
    ['is killed', 'kill -9 $$', /ended by SIGKILL/],
    ['ends in the middle', 'exit 0', /ended with exit code 0/],
    ['prints something that is not an answer', 'echo hello', /cannot be read/],
    ['ends after half an answer', `printf '{"type":"speech","speech":[[0'; exit 0`, /cannot be read/],
  ])('fails if it %s', async (_what, script, message) => {
    await programs.writeEngine(script);

    await expect(engineOf().findSpeech(SOUND, 0.5)).rejects.toEqual(anError('EngineFailed', message));
  });

  it('continues after a failure, with a new process', async () => {
    await programs.writeEngine('kill -9 $$');
    const engine = engineOf();
    await expect(engine.findSpeech(SOUND, 0.5)).rejects.toMatchObject({ name: 'EngineFailed' });
    await programs.writeEngine(`echo '{"type":"speech","speech":[[0,1]],"windows":[]}'`);

    expect(await engine.findSpeech(SOUND, 0.5)).toEqual([{ start: 0, end: 1 }]);
  });

  it('says that the program is missing', async () => {
    process.env.PATH = programs.folder;

    await expect(engineOf().findSpeech(SOUND, 0.5)).rejects.toMatchObject({ name: 'ToolMissing' });
  });

  it('is interrupted by its signal, and starts nothing afterwards', async () => {
    await programs.writeEngine('exec sleep 60');
    const controller = new AbortController();
    const engine = engineOf({ signal: controller.signal });

    const finding = engine.findSpeech(SOUND, 0.5);
    controller.abort();

    await expect(finding).rejects.toMatchObject({ name: 'AbortError' });
    await expect(engine.findSpeech(SOUND, 0.5)).rejects.toMatchObject({ name: 'AbortError' });
    await expect(readFile(join(programs.folder, 'starts'))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
