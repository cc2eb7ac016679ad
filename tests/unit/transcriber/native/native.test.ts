// The engine's own tests in C++, and the whole program on real sound.
import { execFile } from 'node:child_process';
import { copyFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  asInput,
  askEngine,
  buildNativeEngine,
  type Job,
  soundOf,
  TINY,
  VAD,
  windowsOf,
} from '../../../fixtures/native-engine.ts';
import { temporaryFolder } from '../../../fixtures/temporary-folder.ts';
import { wordErrors } from '../../../fixtures/wer.ts';

const execute = promisify(execFile);
const SAMPLES = join(import.meta.dirname, '../../../../samples');
const JFK =
  'And so, my fellow Americans, ask not what your country can do for you, ask what you can do for your country.';

let out = '';
const scratch = temporaryFolder();
let jfk: Buffer;
let pauses: Buffer;

beforeAll(async () => {
  out = await buildNativeEngine('tests');
  jfk = await soundOf(join(SAMPLES, 'speech/jfk.mp3'));
  pauses = await soundOf(join(SAMPLES, 'course/week2/lesson1/video2.mp4'));
}, 600_000);

const ask = (jobs: Job[], args = ['--model', TINY, '--vad', VAD]) =>
  askEngine(join(out, 'transcribe-engine'), args, Buffer.concat(jobs.map(asInput)));
const transcribe = (sound: Buffer, options = {}): Job => ({
  header: { id: 'a', type: 'transcribe', ...options },
  sound,
});

describe('its parts', () => {
  it.each([
    ['kernels', []],
    ['units', []],
  ])('%s', async (name, args) => {
    const { stdout } = await execute(join(out, `test-${name}`), args);
    expect(stdout).toMatch(/(\d+) of \1 hold/);
  });

  it('models', async () => {
    const { stdout } = await execute(join(out, 'test-models'), [scratch, VAD]);
    expect(stdout).toMatch(/(\d+) of \1 hold/);
  });
});

describe('transcribe-engine', () => {
  it.each([1, 3, 5])('transcribes correctly, with %i beams', async (beams) => {
    const { answers, code } = await ask([transcribe(jfk, { beams })]);
    expect(code).toBe(0);
    expect(answers.map(({ type }) => type)).toEqual(['ready', 'speech', 'window', 'done']);
    const [window] = windowsOf(answers);
    expect(wordErrors(JFK, window?.text ?? '').rate).toBe(0);
  });

  it('keeps words out of pauses, in rising order', async () => {
    const { answers } = await ask([transcribe(pauses)]);
    const words = windowsOf(answers).flatMap((window) => window.words);
    // The three seconds of silence are from 7.66 to 10.66 s.
    expect(words.filter(({ start, end }) => end > 8.2 && start < 10.6)).toEqual([]);
    expect(words.find(({ text, start }) => start > 9 && /^and$/i.test(text))?.start).toBeCloseTo(10.9, 0);
    for (const [index, { start, end }] of words.entries()) {
      expect(end).toBeGreaterThan(start);
      expect(start).toBeGreaterThan(words[index - 1]?.start ?? -1);
    }
  });

  it('answers one job after the other, with the same words each time', async () => {
    const { answers } = await ask([
      transcribe(jfk, { id: '1' }),
      { header: { id: '2', type: 'speech' }, sound: pauses },
      { header: { id: '3', type: 'tokens', prompt: 'Kubernetes, etcd' } },
      { header: { id: '4', type: 'language' }, sound: jfk },
      transcribe(jfk, { id: '5', slots: 1 }),
    ]);
    const [first, last] = windowsOf(answers);
    expect(last).toEqual({ ...first, id: '5' });
    const speech = answers.find((answer) => answer.type === 'speech' && answer.id === '2');
    const spans = speech?.type === 'speech' ? speech.speech : [];
    expect(spans.length).toBeGreaterThan(1);
    expect(spans.filter(([start, end]) => end > 8.2 && start < 10.6)).toEqual([]);
    expect(answers).toContainEqual({ type: 'tokens', id: '3', count: expect.any(Number) });
    expect(answers).toContainEqual({ type: 'language', id: '4', language: 'en', probability: 1 });
  });

  it('hears only the requested windows', async () => {
    const { answers } = await ask([transcribe(jfk, { windows: [[3, 11]], beams: 1 })]);
    expect(windowsOf(answers)[0]?.text).toMatch(/^Ask not what your country/i);
    expect(windowsOf(answers)).toHaveLength(1);
  });

  it('invents nothing in silence, in noise, or without any sound', async () => {
    const noise = Buffer.from(
      Int16Array.from({ length: 160_000 }, (_, i) => ((i * 7919) % 601) - 300).buffer,
    );
    for (const sound of [Buffer.alloc(320_000), noise, Buffer.alloc(0), Buffer.alloc(2)]) {
      const { answers, code } = await ask([transcribe(sound)]);
      expect(code).toBe(0);
      expect(windowsOf(answers)).toEqual([]);
    }
  });
});

describe('its kernels', () => {
  const list = async (program: string) => {
    const { stdout } = await execute(program, ['--list-kernels']);
    return stdout.trim().split('\n');
  };
  const used = async (program: string, args: string[] = []) => {
    const { answers } = await askEngine(program, args, Buffer.alloc(0));
    return answers[0]?.type === 'ready' ? answers[0].kernels : '';
  };

  it('are listed, the best first, which is the default', async () => {
    const program = join(out, 'transcribe-engine');
    const names = await list(program);

    expect(names.at(-1)).toBe('plain');
    expect(await used(program)).toBe(names[0]);
    for (const name of names) expect(await used(program, ['--kernels', name])).toBe(name);
  });

  it('are skipped if they failed before, even behind a link', async () => {
    const [best = ''] = await list(join(out, 'transcribe-engine'));
    const program = join(scratch, 'transcribe-engine');
    await copyFile(join(out, 'transcribe-engine'), program);
    await writeFile(join(scratch, 'failed-kernels'), `none\n${best}\n`);
    await symlink(program, join(scratch, 'link'));

    const names = await list(join(scratch, 'link'));

    // There is nothing below the plain ones.
    if (best !== 'plain') expect(names).not.toContain(best);
    expect(names.at(-1)).toBe('plain');
    expect(await used(join(scratch, 'link'))).toBe(names[0]);
    expect(await used(program, ['--kernels', best])).toBe(best);
  });

  it('are refused if this processor cannot run them', async () => {
    const { answers, code } = await ask([], ['--kernels', 'abacus']);

    expect(answers).toEqual([
      expect.objectContaining({ type: 'error', message: expect.stringMatching(/abacus/) }),
    ]);
    expect(code).toBe(1);
  });
});

describe('what it refuses', () => {
  it.each([
    ['a prompt that is too long', { prompt: 'Supercalifragilistic '.repeat(60) }, /223/],
    ['a language that the model does not know', { language: 'de' }, /English only/],
    ['translation by an English-only model', { translate: true }, /English only/],
  ])('%s, and continues with the next job', async (_, options, message) => {
    const { answers, code } = await ask([transcribe(jfk, options), { header: { id: 'b', type: 'tokens' } }]);
    expect(answers[1]).toMatchObject({
      type: 'error',
      id: 'a',
      name: 'BadJob',
      message: expect.stringMatching(message),
    });
    expect(answers.at(-1)).toEqual({ type: 'tokens', id: 'b', count: 0 });
    expect(code).toBe(0);
  });

  it.each([
    ['input that is not a job', Buffer.from('hello\n'), 'BadJob'],
    ['an incomplete job', Buffer.from('{"type"'), 'BadJob'],
    ['incomplete sound', Buffer.from('{"type":"speech","bytes":100}\nabc'), 'BadSound'],
  ])('%s, and exits with 2', async (_, input, name) => {
    const { answers, code } = await askEngine(join(out, 'transcribe-engine'), ['--vad', VAD], input);
    expect(answers.at(-1)).toMatchObject({ type: 'error', name });
    expect(code).toBe(2);
  });

  it.each([
    ['a model that does not exist', ['--model', 'none.bin'], 'BadModel'],
    ['a detector as a model', ['--model', VAD], 'BadModel'],
    ['a model as a detector', ['--vad', TINY], 'BadModel'],
    ['unknown options', ['--fast'], 'BadOptions'],
  ])('%s, and exits with 1', async (_, args, name) => {
    const { answers, code } = await ask([], args);
    expect(answers.at(-1)).toMatchObject({ type: 'error', name });
    expect(code).toBe(1);
  });
});
