// For tests of code that reads its environment or `.env`.
import { afterEach, beforeEach } from '@jest/globals';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';

/** Gives each test an empty current folder, at `path`, and an environment of PATH and `variables` only. */
export const ownFolder = (variables: NodeJS.ProcessEnv = {}): { path: string } => {
  const before = { env: { ...process.env }, folder: process.cwd() };
  const own = { path: '' };
  beforeEach(() => {
    own.path = temporaryFolder();
    process.chdir(own.path);
    process.env = { PATH: before.env.PATH, ...variables };
  });
  afterEach(() => {
    process.env = { ...before.env };
    process.chdir(before.folder);
  });
  return own;
};
