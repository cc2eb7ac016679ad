import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { cut } from '../../../services/transcriber/ffmpeg.ts';

describe('cut', () => {
  const path = process.env.PATH;
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ffmpeg-test-'));
    process.env.PATH = [folder, path].join(delimiter);
  });
  afterEach(async () => {
    process.env.PATH = path;
    await rm(folder, { recursive: true });
  });

  const fakeFfmpeg = (script: string) =>
    writeFile(join(folder, 'ffmpeg'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });

  it('cuts all pieces in one call', async () => {
    await fakeFfmpeg(`echo "$@" >> ${folder}/arguments`);
    const pieces = [
      { start: 0, end: 1.5, path: '/a b/0.flac' },
      { start: 1.5, end: 3, path: '/a b/1.flac' },
    ];

    await cut('/a b/soundtrack.wav', pieces, {});

    const calls = (await readFile(join(folder, 'arguments'), 'utf8')).trim().split('\n');
    expect(calls).toEqual([
      expect.stringMatching(/ -i file:\/a b\/soundtrack.wav -ss 0 -to 1.5 .*0.flac -ss 1.5 -to 3 .*1.flac$/),
    ]);
  });

  it.each([228, 0])('fails where the disk is full, whether ffmpeg exits with %i', async (code) => {
    await fakeFfmpeg(`echo "No space left on device" >&2; exit ${code}`);

    await expect(cut('soundtrack.wav', [{ start: 0, end: 1, path: '0.flac' }], {})).rejects.toMatchObject({
      name: 'EngineFailed',
      message: expect.stringContaining('No space left on device'),
    });
  });
});
