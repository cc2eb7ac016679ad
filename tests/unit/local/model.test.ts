// Tests which model file is used. The tests in `transcriber/models/` are about downloading.

import { copyFile, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { locateLocalModel, openModel } from '../../../local/model.ts';
import { MODELS_FOLDER, readTemplate } from '../../../local/template.ts';
import { anError } from '../../fixtures/an-error.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';

const BUNDLED = join(MODELS_FOLDER, 'ggml-tiny.en-q8_0.bin');

describe('openModel', () => {
  const before = { ...process.env };
  let folder: string;
  let waits: string[];
  beforeEach(async () => {
    folder = temporaryFolder();
    waits = [];
    // Any network access fails at once.
    process.env.WHISPER_MODEL_URL = 'http://127.0.0.1:9/';
    process.env.XDG_CACHE_HOME = join(folder, 'cache');
  });
  afterEach(() => {
    process.env = { ...before };
  });

  const open = (nameOrPath: string) =>
    openModel(nameOrPath, {
      signal: new AbortController().signal,
      onWait: (words) => void waits.push(words),
    });

  it.each([
    ['its name', 'tiny.en-q8_0'],
    ["its file's name", 'ggml-tiny.en-q8_0.bin'],
    ['its path', BUNDLED],
  ])('uses the bundled model by %s, without the network', async (_how, nameOrPath) => {
    expect(await open(nameOrPath)).toBe(BUNDLED);
    expect(waits).toEqual([]);
    expect(await readdir(folder)).toEqual([]);
  });

  it("bundles the template's default model", async () => {
    expect(await open((await readTemplate()).model)).toBe(join(MODELS_FOLDER, 'ggml-base-q8_0.bin'));
  });

  it('uses a model of the user’s by its path, whatever it is called', async () => {
    const path = join(folder, 'it’s my model.gguf');
    await copyFile(BUNDLED, path);

    expect(await open(path)).toBe(path);
  });

  it('uses a model in the cache that was downloaded before', async () => {
    const cached = join(folder, 'cache/course-transcripts/models/ggml-base.bin');
    await mkdir(join(cached, '..'), { recursive: true });
    await copyFile(BUNDLED, cached);

    expect(await open('base')).toBe(cached);
    expect(waits).toEqual([]);
  });

  it.each([
    ['an unknown name', 'tinny.en', /no Whisper model "tinny\.en".*Did you mean/],
    ['a path that does not exist', './nowhere/ggml-base.bin', /nowhere/],
    ['a name that it cannot download', 'base', /base/],
  ])('explains in one sentence what is wrong with %s', async (_what, nameOrPath, message) => {
    await expect(open(nameOrPath)).rejects.toEqual(anError('UserError', message));
  });

  it('refuses a file that is not a model', async () => {
    const path = join(folder, 'page.bin');
    await writeFile(path, '<html>Sign in to the hotel’s network</html>');

    await expect(open(path)).rejects.toEqual(anError('UserError', 'page.bin'));
  });
});

describe('locateModel', () => {
  it('returns nothing for a model that is not on this machine yet, and refuses an unknown one', async () => {
    expect(await locateLocalModel('large-v1')).toBeUndefined();
    await expect(locateLocalModel('tnyy.en')).rejects.toThrow(
      'There is no Whisper model "tnyy.en". Did you mean tiny.en?',
    );
  });
});
