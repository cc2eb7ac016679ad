// The package from `npm pack`, installed outside the checkout: Node.js runs no TypeScript below node_modules.

import { execFile } from 'node:child_process';
import { cp, mkdir, readdir, readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { COURSE } from './cli.ts';

const execute = promisify(execFile);
const ROOT = join(import.meta.dirname, '../..');
const NAME = '@course-transcripts/uploader';

/** Like `npm install x.tgz`, but with this checkout's dependencies. */
const install = async (folder: string): Promise<string> => {
  const { stdout } = await execute('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: ROOT });
  const modules = join(folder, 'node_modules');
  const installed = join(modules, NAME);
  await mkdir(installed, { recursive: true });
  await execute('tar', ['-xzf', join(folder, stdout.trim()), '-C', installed, '--strip-components', '1']);
  const present = await readdir(join(ROOT, 'node_modules'));
  for (const name of present.filter((name) => !name.startsWith('.')))
    await symlink(join(ROOT, 'node_modules', name), join(modules, name));
  return installed;
};

describe('the packed uploader', () => {
  const folder = temporaryFolder();
  let installed = '';

  beforeAll(async () => {
    installed = await install(folder);
  });

  const uploader = (...args: string[]) =>
    execute(process.execPath, [join(installed, 'bin/uploader.js'), ...args], { cwd: folder });

  it('contains the bundle and the files for local runs, and no sources', async () => {
    expect((await readdir(installed)).toSorted()).toEqual([
      'LICENSE',
      'README.md',
      'bin',
      'dist',
      'models',
      'package.json',
      'statemachine',
      'template.yaml',
    ]);
  });

  it('prints its version', async () => {
    const { version } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
    expect((await uploader('--version')).stdout).toBe(`${version}\n`);
  });

  it('transcribes with its bundled models', async () => {
    await cp(join(COURSE, 'week1/lesson1'), join(folder, 'course/week1/lesson1'), { recursive: true });
    await uploader('course', '--local');
    const words = await readFile(join(folder, 'transcripts/week1/lesson1/video1.txt'), 'utf8');
    expect(words.length).toBeGreaterThan(20);
  });
});
