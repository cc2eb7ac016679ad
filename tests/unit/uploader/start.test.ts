// Starts bin/uploader.js with npx, with an older Node.js and without a home folder.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const ROOT = join(import.meta.dirname, '../../..');
const PACKAGE = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

/** A user's environment, without the variables and folders that `npm test` and `make` add. */
const shellOf = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(Object.entries(env).filter(([name]) => !/^npm_/i.test(name))),
  PATH: (env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => !folder.includes('node_modules'))
    .join(delimiter),
});

describe('the command uploader', () => {
  it('prints only the version when npx starts it, whatever its Node.js', () => {
    const { status, stdout, stderr } = spawnSync('npx', ['uploader', '--version'], {
      cwd: ROOT,
      encoding: 'utf8',
      env: shellOf(process.env),
    });

    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: `${PACKAGE.version}\n`, stderr: '' });
  });

  // npx compares `engines` with its own Node.js, before the command can start the right one.
  it('has no `engines`, because npx would print a warning at every start', () => {
    expect(PACKAGE.engines).toBeUndefined();
  });

  it.each(['18.20.4', '20.20.2', '22.12.0'])(
    'prints only that it needs a newer version on Node.js %s',
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

  // Node.js never finishes creating its cache folder in such places, or below an automounter.
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

  it('starts for a user without a home folder', () => {
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
