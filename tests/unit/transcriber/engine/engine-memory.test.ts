// What an engine remembers from one program to the next: the number of tokens in a prompt, and its rate.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { EngineSettings } from '../../../../services/shared/contracts/transcript.ts';
import { type Attempt, makeEngine } from '../../../../services/transcriber/engine/engine.ts';
import { anError } from '../../../fixtures/an-error.ts';
import { aSettings } from '../../../fixtures/transcript.ts';
import { fakePrograms } from '../fake-programs.ts';

describe('makeEngine, counting a prompt,', () => {
  const programs = fakePrograms();

  const engineOf = () => makeEngine({ modelPath: 'model.bin', vadModelPath: 'vad.bin', workers: 1 });
  const calls = async () => (await readFile(join(programs.folder, 'calls'), 'utf8')).split('\n').length - 1;
  const counts = (script: string) => programs.writeEngine(`echo call >> ${programs.folder}/calls; ${script}`);
  const ANSWER = `echo '{"type":"tokens","count":42}'`;

  it('counts the tokens once, however often it is asked', async () => {
    await counts(ANSWER);
    const engine = engineOf();

    expect(await Promise.all([engine.countTokens('etcd'), engine.countTokens('etcd')])).toEqual([42, 42]);
    expect(await engine.countTokens('etcd')).toBe(42);
    expect(await calls()).toBe(1);
  });

  it('starts no program for an empty prompt', async () => {
    process.env.PATH = programs.folder;

    expect(await engineOf().countTokens('')).toBe(0);
  });

  it('counts again after a failure', async () => {
    await counts('exit 1');
    const engine = engineOf();
    await expect(engine.countTokens('etcd')).rejects.toMatchObject({ name: 'EngineFailed' });
    await counts(ANSWER);

    expect(await engine.countTokens('etcd')).toBe(42);
  });
});

describe('makeEngine, measuring its rate,', () => {
  const programs = fakePrograms();
  afterEach(() => {
    jest.restoreAllMocks();
  });

  /** Each look at the clock is 0.6 s after the previous one, so a job takes that long. */
  const prepare = async (seconds: number, script = ':') => {
    let now = 0;
    jest.spyOn(performance, 'now').mockImplementation(() => {
      now += 600;
      return now;
    });
    const sound = Buffer.alloc(seconds * 32_000);
    await programs.writeEngine(`${script}; echo '{"type":"done"}'`);
    const engine = makeEngine({ modelPath: 'model.bin', vadModelPath: 'vad.bin', workers: 1 });
    const hear = (fields: Partial<EngineSettings> = {}, attempt: Attempt = {}) =>
      engine.transcribe(sound, aSettings(fields), attempt);
    return { engine, hear, rate: (fields = {}) => engine.rate(aSettings(fields)) };
  };

  it('knows no rate before the first job', async () => {
    expect((await prepare(1)).rate()).toBeUndefined();
  });

  it('knows how long a second of sound took', async () => {
    const { hear, rate } = await prepare(60);

    await hear();

    expect(rate()).toBeCloseTo(0.6 / 60, 5);
  });

  it('counts a third of a window more for sound shorter than Whisper’s window of 30 s, because silence is heard after it', async () => {
    const { hear, rate } = await prepare(15);

    await hear();

    expect(rate()).toBeCloseTo(0.6 / 20, 5);
  });

  it('knows the rate of each quality separately', async () => {
    const { hear, rate } = await prepare(60);

    await hear({ beamSize: 1, bestOf: 1 });

    expect(rate({ beamSize: 1, bestOf: 1 })).toBeGreaterThan(0);
    expect(rate({ beamSize: 5, bestOf: 5 })).toBeUndefined();
  });

  it('learns nothing from sound that is heard again, because doubtful sound takes longer', async () => {
    const { hear, rate } = await prepare(60);
    await hear();
    const first = rate();

    jest.spyOn(performance, 'now').mockImplementation(Date.now);
    await hear({}, { isAgain: true });

    expect(rate()).toBe(first);
  });

  it('ends a program that exceeds its time limit', async () => {
    const { hear } = await prepare(60, 'exec sleep 60');

    await expect(hear({}, { isAgain: true, timeoutMs: 100 })).rejects.toEqual(
      anError('EngineFailed', 'did not end within 0.1 s'),
    );
  });
});
