// Makes sure that `npm run test:faults` works: tries a few of its hundreds of points.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';

const ROOT = join(import.meta.dirname, '../..');

const faults = (...args: string[]) =>
  spawnSync(process.execPath, [join(ROOT, 'tools/faults/faults.ts'), ...args], { encoding: 'utf8' });

const KINDS = [
  'run-killed-at-request',
  'run-killed-at-write',
  'answer-lost',
  'body-truncated',
  'call-ended',
  'call-goes-on',
  'two-settings',
  'sender-killed',
  'commands-killed',
];

describe('npm run test:faults', () => {
  let ran: ReturnType<typeof faults>;
  beforeAll(() => {
    ran = faults('--seed', '6', '--points', '20', '--only', KINDS.join(','));
  });

  it('loses nothing', () => {
    expect(ran.stdout).toContain('Nothing was lost.');
    expect(ran.status).toBe(0);
  });

  it.each(KINDS)('tries %s', (kind) => {
    expect(ran.stdout).toContain(`| \`${kind}\`: `);
  });

  it('lists the kinds of fault', () => {
    const { status, stderr } = faults('--only', 'nothing');

    expect(stderr).toContain('--only takes the names of run-killed-at-request, ');
    expect(status).not.toBe(0);
  });
});
