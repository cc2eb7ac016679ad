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

  // The system refuses paths of 4,096 bytes, or of 1,024, and the server's own files are 118 below --out.
  it.each([4_000, 4_050, 4_090])(
    'refuses an --out that leaves no room for the files beside it: %i',
    async (bytes) => {
      const deep = `${join(out, ...Array.from({ length: 30 }, () => 'y'.repeat(190)))}`.slice(0, bytes);

      await expect(assertNamesFit(deep, ['a.mp4'])).rejects.toThrow(/yyy is too long\. Pass --out/);
    },
  );

  it('refuses a path that is too long for any system', async () => {
    const key = `${'deep/'.repeat(190)}video1.mp4`;
    const far = join(out, ...Array.from({ length: 17 }, () => 'y'.repeat(190)));

    await expect(assertNamesFit(far, [key])).rejects.toThrow(
      /The path of .*deep\/video1\.mp4 is too long below/,
    );
  });
});
