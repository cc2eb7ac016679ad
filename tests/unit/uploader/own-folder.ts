// For tests of what a process is told: an empty current folder and a bare environment for each, the old ones back afterwards.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from '@jest/globals';

/** Its `path` is another one for each test. */
export const ownFolder = (): { path: string } => {
  const before = { env: { ...process.env }, folder: process.cwd() };
  const own = { path: '' };
  beforeEach(async () => {
    own.path = await mkdtemp(join(tmpdir(), 'cloud-test-'));
    process.chdir(own.path);
    process.env = { PATH: before.env.PATH, AWS_REGION: 'eu-central-1' };
  });
  afterEach(async () => {
    process.env = { ...before.env };
    process.chdir(before.folder);
    await rm(own.path, { recursive: true });
  });
  return own;
};
