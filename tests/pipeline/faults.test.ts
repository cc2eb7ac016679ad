// Makes sure that `npm run test:faults` works: tries a few of its hundreds of points.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const ROOT = join(import.meta.dirname, '../..');

const faults = (...args: string[]) =>
  spawnSync(process.execPath, [join(ROOT, 'tools/faults/faults.ts'), ...args], { encoding: 'utf8' });

describe('npm run test:faults', () => {
  it.each([
    'run-killed-at-request',
    'run-killed-at-write',
    'answer-lost',
    'body-truncated',
    'call-ended',
    'call-goes-on',
    'two-settings',
    'sender-killed',
    'commands-killed',
  ])('%s: nothing is lost', (only) => {
    const { status, stdout } = faults('--seed', '6', '--points', '20', '--only', only);

    expect(stdout).toContain('Nothing was lost.');
    expect(status).toBe(0);
  });

  it('lists the kinds of fault', () => {
    const { status, stderr } = faults('--only', 'nothing');

    expect(stderr).toContain('--only is one of run-killed-at-request, ');
    expect(status).not.toBe(0);
  });
});
