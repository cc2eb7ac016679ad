import { copyFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { UserError } from '../../../../services/shared/contracts/errors.ts';
import { readHeader } from '../../../../services/shared/models/header.ts';
import { temporaryFolder } from '../../../fixtures/temporary-folder.ts';
import { fakeModel } from '../../transcriber/models/model-server.ts';

describe('readHeader', () => {
  const folder = temporaryFolder();

  it.each([
    ['English-only', 51_864, 80, false],
    ['multilingual', 51_865, 80, true],
    ['large-v3', 51_866, 128, true],
  ])('reads the header of a model that is %s', async (_name, vocabulary, mels, multilingual) => {
    const path = join(folder, 'a.bin');
    await writeFile(path, fakeModel(1_000, { vocabulary, mels }));

    expect(await readHeader(path)).toEqual({ multilingual });
  });

  it('reads the header of the bundled model', async () => {
    expect(await readHeader('models/ggml-tiny.en-q8_0.bin')).toEqual({ multilingual: false });
  });

  it.each([
    ['empty', Buffer.alloc(0), 'the file is empty'],
    ['a web page', Buffer.from('\n<!DOCTYPE html><html>'), 'it is a web page'],
    ['a Git LFS pointer', Buffer.from('version https://git-lfs.github.com/spec/v1\n'), 'a Git LFS pointer'],
    ['in another format', Buffer.from('GGUF\x03\0\0\0'), 'a GGUF file'],
    ['text', Buffer.from('hello, this is some text'), 'does not start with "ggml"'],
    ['cut off within its magic', Buffer.from('lm'), 'it is cut off'],
    ['cut off within its header', fakeModel().subarray(0, 47), 'it is cut off'],
    ['cut off after its header', fakeModel().subarray(0, 48), 'it is cut off'],
    ['cut off within its table', fakeModel().subarray(0, 70), 'it is cut off'],
    ['of impossible sizes', Buffer.concat([fakeModel().subarray(0, 48), Buffer.alloc(99, 0xff)]), 'cut off'],
    ['cut off within its last tensor', fakeModel().subarray(0, -1), 'it is cut off'],
    ['a model with a smaller vocabulary', fakeModel(100, { vocabulary: 32_000 }), 'another ggml model'],
    ['a model with other mel bands', fakeModel(100, { mels: 40 }), 'another ggml model'],
  ])('refuses a file that is %s', async (_name, bytes, why) => {
    const path = join(folder, 'a.bin');
    await writeFile(path, bytes);

    const refused = readHeader(path);

    await expect(refused).rejects.toThrow(UserError);
    await expect(refused).rejects.toThrow(path);
    await expect(refused).rejects.toThrow(why);
  });

  it.each([2_000, 300_000, 5_000_000, 43_550_794])(
    'refuses the first %i bytes of the bundled model',
    async (size) => {
      const path = join(folder, 'a.bin');
      await copyFile('models/ggml-tiny.en-q8_0.bin', path);
      await truncate(path, size);

      await expect(readHeader(path)).rejects.toThrow('it is cut off');
    },
  );

  it('leaves a model with unknown weight types to whisper.cpp', async () => {
    const path = join(folder, 'a.bin');
    const bytes = fakeModel();
    bytes.writeInt32LE(99, 48 + 8 + 4 + 8);
    await writeFile(path, bytes);

    expect(await readHeader(path)).toEqual({ multilingual: true });
  });

  it('refuses the VAD model', async () => {
    await expect(readHeader('models/ggml-silero-v6.2.0.bin')).rejects.toThrow('voice activity');
  });

  it.each([
    ['that does not exist', 'none.bin', 'there is no such file'],
    ['that is a folder', '.', 'it is a folder'],
  ])('refuses a path %s', async (_name, file, why) => {
    await expect(readHeader(join(folder, file))).rejects.toThrow(why);
  });
});
