// bin/uploader.js as npx and an older Node.js start it.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const ROOT = join(import.meta.dirname, '../../..');
const PACKAGE = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

/** Without what `npm test` and `make` put in front: a user's shell. */
const shellOf = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(Object.entries(env).filter(([name]) => !/^npm_/i.test(name))),
  PATH: (env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => !folder.includes('node_modules'))
    .join(delimiter),
});

describe('the command uploader', () => {
  it("says no word of its own with this machine's npx, whatever its Node.js", () => {
    const { status, stdout, stderr } = spawnSync('npx', ['uploader', '--version'], {
      cwd: ROOT,
      encoding: 'utf8',
      env: shellOf(process.env),
    });

    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: `${PACKAGE.version}\n`, stderr: '' });
  });

  // npx compares `engines` with the Node.js that runs npx, before the command can start the right one.
  it('has no `engines`, which npx would warn of at every start', () => {
    expect(PACKAGE.engines).toBeUndefined();
  });

  it.each(['18.20.4', '20.20.2', '22.12.0'])(
    'says under Node.js %s what it needs, and nothing else',
    (version) => {
      const pretend = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } });
      Object.defineProperty(process, 'version', { value: 'v${version}' });`;

      const { status, stdout, stderr } = spawnSync(
        process.execPath,
        ['--import', `data:text/javascript,${encodeURIComponent(pretend)}`, 'bin/uploader.js', '--version'],
        { cwd: ROOT, encoding: 'utf8' },
      );

      expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
      expect(stderr).toMatch(
        new RegExp(`^The uploader needs Node\\.js 24, and this is v${version}\\. .*\\n$`),
      );
    },
  );

  // Node's own way to make the folder of its cache never ends there, as below an automounter.
  it.each(['/proc', '/dev/null', ''])('starts with HOME=%s', (HOME) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['bin/uploader.js', '--version'], {
      cwd: ROOT,
      encoding: 'utf8',
      env: { PATH: process.env.PATH, HOME },
      timeout: 60_000,
    });

    expect(existsSync(join(ROOT, '.cache'))).toBe(false);
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: `${PACKAGE.version}\n`, stderr: '' });
  });

  it('starts for a user without a home', () => {
    const homeless = `import os from 'node:os'; import { syncBuiltinESMExports } from 'node:module';
      const { homedir } = os;
      os.homedir = () => { if (process.env.HOME === undefined) throw new Error('no home'); return homedir(); };
      syncBuiltinESMExports();`;

    const { status, stderr } = spawnSync(
      process.execPath,
      ['--import', `data:text/javascript,${encodeURIComponent(homeless)}`, 'bin/uploader.js', '--version'],
      { cwd: ROOT, encoding: 'utf8', env: { PATH: process.env.PATH } },
    );

    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});
