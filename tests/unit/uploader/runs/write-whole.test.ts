import { randomUUID } from 'node:crypto';
import { readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { removeStale, writeWhole } from '../../../../services/uploader/runs/write-whole.ts';
import { temporaryFolder } from '../../../fixtures/temporary-folder.ts';

describe('writeWhole and removeStale', () => {
  let folder: string;
  beforeEach(() => {
    folder = temporaryFolder();
  });

  const put = async (name: string, hoursOld: number) => {
    const time = new Date(Date.now() - hoursOld * 3_600_000);
    await writeFile(join(folder, name), 'x');
    await utimes(join(folder, name), time, time);
    return name;
  };

  it('replace a file, and leave no other files', async () => {
    const path = join(folder, 'deep/a.txt');
    await writeWhole(path, 'old');
    await writeWhole(path, 'new');

    expect(await readFile(path, 'utf8')).toBe('new');
    expect(await readdir(join(folder, 'deep'))).toEqual(['a.txt']);
  });

  it('allow many writers of one file at once', async () => {
    const path = join(folder, 'a.txt');
    const texts = Array.from({ length: 20 }, (_, index) => `${index}`.repeat(10_000));

    await Promise.all(texts.map((text) => writeWhole(path, text)));

    expect(texts).toContain(await readFile(path, 'utf8'));
    expect(await readdir(folder)).toEqual(['a.txt']);
  });

  it('remove only what a killed run has left', async () => {
    await put(`.${randomUUID()}.part`, 2);
    const kept = [
      await put(`.${randomUUID()}.part`, 0.5),
      await put(`${randomUUID()}.part`, 2),
      await put('.video1.part', 2),
      await put('video1.txt', 2),
    ];

    await removeStale(folder);

    expect((await readdir(folder)).toSorted()).toEqual(kept.toSorted());
  });
});
