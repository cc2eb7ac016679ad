import { mkdir } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { assertNotMisspelt } from '../../../../services/uploader/cli/misspelt.ts';
import { ownFolder } from '../own-folder.ts';

describe('assertNotMisspelt', () => {
  ownFolder();

  it.each([
    ['staus', 'status'],
    ['wach', 'watch'],
    ['cancle', 'cancel'],
    ['help', '--help'],
    ['version', '--version'],
  ])('says that there is no folder %s, and suggests %s', async (word, meant) => {
    await expect(assertNotMisspelt(word)).rejects.toMatchObject({
      name: 'UserError',
      message: `There is no folder ${word}. Did you mean uploader ${meant}?`,
    });
  });

  it('accepts an existing folder, whatever its name', async () => {
    await mkdir('staus');

    await assertNotMisspelt('staus');
  });

  it.each(['my-course', './staus', '/', 'Übung 1', '--', 'toString'])(
    'leaves %s to be checked elsewhere',
    async (word) => {
      await assertNotMisspelt(word);
    },
  );
});
