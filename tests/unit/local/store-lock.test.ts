import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openStore } from '../../../local/store.ts';
import { anError } from '../../fixtures/an-error.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';

describe('the lock of a store', () => {
  let folder: string;
  let other: ChildProcess;
  beforeEach(() => {
    folder = temporaryFolder();
    other = spawn('sleep', ['60']);
  });
  afterEach(() => void other.kill('SIGKILL'));

  it('names this process while the store is open, and is gone afterwards', async () => {
    const store = await openStore(folder);

    expect(await readFile(join(folder, 'lock'), 'utf8')).toBe(String(process.pid));

    await store.close();
    await expect(access(join(folder, 'lock'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('refuses the folder to a second process', async () => {
    await writeFile(join(folder, 'lock'), String(other.pid));

    await expect(openStore(folder)).rejects.toEqual(
      anError('UserError', `(process ${other.pid}) is using ${folder}`),
    );

    expect(await readFile(join(folder, 'lock'), 'utf8')).toBe(String(other.pid));
  });

  it.each(['', 'garbage', '-1', '0'])('is taken over if it contains “%s”', async (text) => {
    await writeFile(join(folder, 'lock'), text);

    const store = await openStore(folder);

    expect(await readFile(join(folder, 'lock'), 'utf8')).toBe(String(process.pid));
    await store.close();
  });

  it('is taken over from a process that has ended', async () => {
    await writeFile(join(folder, 'lock'), String(other.pid));
    other.kill('SIGKILL');
    await once(other, 'exit');

    const store = await openStore(folder);

    expect(await readFile(join(folder, 'lock'), 'utf8')).toBe(String(process.pid));
    await store.close();
  });
});
