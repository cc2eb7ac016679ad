import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { assertNotMisspelt } from '../../../../services/uploader/cli/misspelt.ts';

describe('assertNotMisspelt', () => {
  const before = process.cwd();
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'misspelt-test-'));
    process.chdir(folder);
  });
  afterEach(async () => {
    process.chdir(before);
    await rm(folder, { recursive: true });
  });

  it.each([
    ['staus', 'status'],
    ['wach', 'watch'],
    ['cancle', 'cancel'],
    ['help', '--help'],
    ['version', '--version'],
  ])('says of %s that there is no such folder, and what may be meant', async (word, meant) => {
    await expect(assertNotMisspelt(word)).rejects.toMatchObject({
      name: 'UserError',
      message: `There is no folder ${word}. Did you mean uploader ${meant}?`,
    });
  });

  it('takes a folder for a folder, whatever it is called', async () => {
    await mkdir('staus');

    await assertNotMisspelt('staus');
  });

  it.each(['my-course', './staus', '/', 'Übung 1', '--', 'toString'])(
    'leaves it to others to look for %s',
    async (word) => {
      await assertNotMisspelt(word);
    },
  );
});
