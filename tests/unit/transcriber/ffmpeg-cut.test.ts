import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { cut } from '../../../services/transcriber/ffmpeg.ts';
import { fakePrograms } from './fake-programs.ts';

describe('cut', () => {
  const programs = fakePrograms();

  const fakeFfmpeg = (script: string) => programs.write('ffmpeg', script);

  it('cuts all pieces in one call', async () => {
    await fakeFfmpeg(`echo "$@" >> ${programs.folder}/arguments`);
    const pieces = [
      { start: 0, end: 1.5, path: '/a b/0.flac' },
      { start: 1.5, end: 3, path: '/a b/1.flac' },
    ];

    await cut('/a b/soundtrack.wav', pieces, {});

    const calls = (await readFile(join(programs.folder, 'arguments'), 'utf8')).trim().split('\n');
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
