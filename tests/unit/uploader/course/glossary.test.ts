import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readGlossaries } from '../../../../services/uploader/course/glossary.ts';

/** root may read everything. */
const itUnlessRoot = process.getuid?.() === 0 ? it.skip : it;

describe('readGlossaries', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'glossary-test-'));
  });
  afterEach(() => rm(dir, { recursive: true }));

  const write = async (path: string, text: string) => {
    await mkdir(dirname(join(dir, path)), { recursive: true });
    await writeFile(join(dir, path), text);
  };

  const filesOf = (...keys: string[]) => keys.map((key) => ({ path: join(dir, key), key }));

  it('gives the terms of each folder that a video lies in, and of those above', async () => {
    await write('glossary.txt', '\uFEFF# of the course\r\nKubernetes\r\netcd\r\n');
    await write('week 1/lesson’s/glossary.txt', 'Ana Müller\n');
    await write('week 3/glossary.txt', 'of no video here\n');

    const terms = await readGlossaries(
      dir,
      filesOf('week 1/lesson’s/a.mp4', 'week 1/lesson’s/b.mp4', 'week 2/c.mp4'),
    );

    expect(terms).toEqual(
      new Map([
        ['', ['Kubernetes', 'etcd']],
        ['week 1/', []],
        ['week 1/lesson’s/', ['Ana Müller']],
        ['week 2/', []],
      ]),
    );
  });

  it('refuses a pipe and a device, and opens neither', async () => {
    await promisify(execFile)('mkfifo', [join(dir, 'glossary.txt')]);
    await expect(readGlossaries(dir, filesOf('a.mp4'))).rejects.toMatchObject({
      name: 'UserError',
      message: expect.stringMatching(/glossary\.txt is a pipe, not a file\. Rename or remove it/),
    });

    await rm(join(dir, 'glossary.txt'));
    await symlink('/dev/zero', join(dir, 'glossary.txt'));
    await expect(readGlossaries(dir, filesOf('a.mp4'))).rejects.toThrow(/is a device, not a file/);
  });

  it('gives them by folder of keys: below the prefix, with composed names', async () => {
    await write('glossary.txt', 'Kubernetes\n');
    await write('cafe\u0301/glossary.txt', 'etcd\n');
    await write('caf\u00e9/glossary.txt', 'kubelet\n');

    const terms = await readGlossaries(dir, [
      { path: join(dir, 'cafe\u0301/a.mp4'), key: '2026/k8s/caf\u00e9/a.mp4' },
      { path: join(dir, 'caf\u00e9/b.mp4'), key: '2026/k8s/caf\u00e9/b.mp4' },
    ]);

    expect(terms).toEqual(
      new Map([
        ['2026/k8s/', ['Kubernetes']],
        ['2026/k8s/caf\u00e9/', ['etcd', 'kubelet']],
      ]),
    );
  });

  it('finds nothing where there is no glossary', async () => {
    expect(await readGlossaries(dir, filesOf('a.mp4'))).toEqual(new Map([['', []]]));
  });

  it('follows a link to a glossary that courses share', async () => {
    await write('shared/terms.txt', 'Kubernetes\n');
    await symlink(join(dir, 'shared/terms.txt'), join(dir, 'glossary.txt'));

    expect(await readGlossaries(dir, filesOf('a.mp4'))).toEqual(new Map([['', ['Kubernetes']]]));
  });

  it('takes a folder of that name for a folder', async () => {
    await mkdir(join(dir, 'glossary.txt'));

    expect(await readGlossaries(dir, filesOf('a.mp4'))).toEqual(new Map([['', []]]));
  });

  it('does not leave out a glossary that cannot be read: a link to itself', async () => {
    await symlink('glossary.txt', join(dir, 'glossary.txt'));

    await expect(readGlossaries(dir, filesOf('a.mp4'))).rejects.toMatchObject({ code: 'ELOOP' });
  });

  itUnlessRoot('does not leave out a glossary that may not be read', async () => {
    await write('glossary.txt', 'Kubernetes\n');
    await chmod(join(dir, 'glossary.txt'), 0);

    await expect(readGlossaries(dir, filesOf('a.mp4'))).rejects.toMatchObject({ code: 'EACCES' });
  });
});
