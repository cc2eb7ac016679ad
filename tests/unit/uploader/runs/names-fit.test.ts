import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { assertNamesFit } from '../../../../services/uploader/runs/names-fit.ts';
import { temporaryFolder } from '../../../fixtures/temporary-folder.ts';

describe('assertNamesFit', () => {
  const out = temporaryFolder();

  it.each([
    ['with 200 bytes', 'x'.repeat(200)],
    ['with 70 characters of three bytes each', '語'.repeat(70)],
  ])('accepts a name %s', async (_what, name) => {
    await expect(assertNamesFit(out, ['a.mp4', `${name}.mp4`])).resolves.toBeUndefined();
  });

  it.each([
    ['with 250 bytes', 'x'.repeat(250)],
    ['with 80 characters of three bytes each', '語'.repeat(80)],
    ['that only becomes too long with what the local server appends', 'x'.repeat(230)],
  ])('refuses and reports a name %s', async (_what, name) => {
    await expect(assertNamesFit(out, ['a.mp4', `week1/${name}.mp4`])).rejects.toThrow(
      `week1/${name}.mp4 has a name that is too long for the disk of ${out}`,
    );
  });

  it('refuses a path that is too long for any system', async () => {
    const key = `${'deep/'.repeat(190)}video1.mp4`;
    const far = join(out, ...Array.from({ length: 17 }, () => 'y'.repeat(190)));

    await expect(assertNamesFit(far, [key])).rejects.toThrow(/deep\/video1\.mp4 has too long a path below/);
  });
});
