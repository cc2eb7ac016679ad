import { existsSync } from 'node:fs';
import { rmdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { makeFolder } from '../../../../services/shared/system/make-folder.ts';
import { temporaryFolder } from '../../../fixtures/temporary-folder.ts';

const itWithProc = existsSync('/proc/self') ? it : it.skip;

describe('makeFolder', () => {
  it('makes all missing folders, and accepts existing ones', async () => {
    const at = temporaryFolder();

    await makeFolder(join(at, 'a/b/c'));
    await makeFolder(join(at, 'a/b/c'));

    expect((await stat(join(at, 'a/b/c'))).isDirectory()).toBe(true);
  });

  it('makes folders that others make at the same time', async () => {
    const at = temporaryFolder();
    const rounds = Array.from({ length: 100 }, (_, round) => `${round}/a/b`);

    for (const round of rounds)
      await Promise.all(['c', 'd', 'c/e', 'd/f', 'c'].map((name) => makeFolder(join(at, round, name))));

    for (const round of rounds) expect((await stat(join(at, round, 'c/e'))).isDirectory()).toBe(true);
  });

  it('makes folders while others remove them as soon as they are empty', async () => {
    const at = temporaryFolder();

    for (let round = 1; round <= 600; round += 1) {
      const [parent, folder] = [join(at, `${round}`), join(at, `${round}/a`)];
      await makeFolder(folder);
      const removed = rmdir(folder).then(() => rmdir(parent));
      await Promise.all([removed.catch(() => {}), makeFolder(folder), makeFolder(join(parent, 'b'))]);
    }
  });

  itWithProc('fails if the system says that a new folder does not exist', async () => {
    await expect(makeFolder('/proc/transcripts/a')).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
