// Checks before anything is sent that temporary files can be written: every step needs them.
import { mkdtemp, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { codeOf } from '../../shared/contracts/errors.ts';
import { FileFault } from './errors.ts';
import { wordsOf } from './file-fault.ts';

/** @throws {FileFault} with what to do. */
export const assertScratchFolder = async (): Promise<void> => {
  const folder = tmpdir();
  try {
    await rmdir(await mkdtemp(join(folder, 'transcribe-')));
  } catch (cause) {
    const code = codeOf(cause);
    const what = code === 'ENOENT' ? 'it does not exist' : (wordsOf(code)?.what ?? String(cause));
    const by = process.env.TMPDIR ? ' (TMPDIR)' : '';
    throw new FileFault(
      `The folder for temporary files, ${folder}${by}, cannot be used: ${what}. ` +
        'Create it or free some space in it, or set TMPDIR to a folder that you can write to.',
      { cause },
    );
  }
};
