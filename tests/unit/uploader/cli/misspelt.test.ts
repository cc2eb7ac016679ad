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
