import { execFile } from 'node:child_process';
import { chmod, mkdir, rm, symlink } from 'node:fs/promises';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { readGlossaries } from '../../../../services/uploader/course/glossary.ts';
import { anError } from '../../../fixtures/an-error.ts';
import { itUnlessRoot, useTemporaryCourse } from './temporary-course.ts';

describe('readGlossaries', () => {
  const course = useTemporaryCourse();
  const filesOf = (...keys: string[]) => keys.map((key) => ({ path: course.at(key), key }));

  it('returns the terms of each folder with a video, and of those above', async () => {
    await course.write('glossary.txt', '\uFEFF# of the course\r\nKubernetes\r\netcd\r\n');
    await course.write('week 1/lesson’s/glossary.txt', 'Ana Müller\n');
    await course.write('week 3/glossary.txt', 'of no video here\n');

    const terms = await readGlossaries(
      course.dir,
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
    await promisify(execFile)('mkfifo', [course.at('glossary.txt')]);
    await expect(readGlossaries(course.dir, filesOf('a.mp4'))).rejects.toEqual(
      anError('UserError', /glossary\.txt is a pipe, not a file\. Rename or remove it/),
    );

    await rm(course.at('glossary.txt'));
    await symlink('/dev/zero', course.at('glossary.txt'));
    await expect(readGlossaries(course.dir, filesOf('a.mp4'))).rejects.toThrow(/is a device, not a file/);
  });

  it('returns them by key folder, with the prefix and composed accents', async () => {
    await course.write('glossary.txt', 'Kubernetes\n');
    await course.write('cafe\u0301/glossary.txt', 'etcd\n');
    await course.write('caf\u00e9/glossary.txt', 'kubelet\n');

    const terms = await readGlossaries(course.dir, [
      { path: course.at('cafe\u0301/a.mp4'), key: '2026/k8s/caf\u00e9/a.mp4' },
      { path: course.at('caf\u00e9/b.mp4'), key: '2026/k8s/caf\u00e9/b.mp4' },
    ]);

    expect(terms).toEqual(
      new Map([
        ['2026/k8s/', ['Kubernetes']],
        ['2026/k8s/caf\u00e9/', ['etcd', 'kubelet']],
      ]),
    );
  });

  it('finds no terms without a glossary', async () => {
    expect(await readGlossaries(course.dir, filesOf('a.mp4'))).toEqual(new Map([['', []]]));
  });

  it('follows a link to a shared glossary', async () => {
    await course.write('shared/terms.txt', 'Kubernetes\n');
    await symlink(course.at('shared/terms.txt'), course.at('glossary.txt'));

    expect(await readGlossaries(course.dir, filesOf('a.mp4'))).toEqual(new Map([['', ['Kubernetes']]]));
  });

  it('ignores a folder of that name', async () => {
    await mkdir(course.at('glossary.txt'));

    expect(await readGlossaries(course.dir, filesOf('a.mp4'))).toEqual(new Map([['', []]]));
  });

  it('fails for a glossary that is a link to itself', async () => {
    await symlink('glossary.txt', course.at('glossary.txt'));

    await expect(readGlossaries(course.dir, filesOf('a.mp4'))).rejects.toMatchObject({ code: 'ELOOP' });
  });

  itUnlessRoot('fails for a glossary without read permission', async () => {
    await course.write('glossary.txt', 'Kubernetes\n');
    await chmod(course.at('glossary.txt'), 0);

    await expect(readGlossaries(course.dir, filesOf('a.mp4'))).rejects.toMatchObject({ code: 'EACCES' });
  });
});
