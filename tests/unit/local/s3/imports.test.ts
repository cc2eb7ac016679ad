import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const FOLDER = join(import.meta.dirname, '../../../../local/s3');

describe('local/s3', () => {
  it('imports nothing of the services except shared', () => {
    const imported = globSync('*.ts', { cwd: FOLDER }).flatMap((name) =>
      [...readFileSync(join(FOLDER, name), 'utf8').matchAll(/from '(\.\.[^']*)'/g)].map(([, path]) => path),
    );

    expect(imported).not.toHaveLength(0);
    expect(imported.filter((path) => !path?.startsWith('../../services/shared/'))).toEqual([]);
  });
});
