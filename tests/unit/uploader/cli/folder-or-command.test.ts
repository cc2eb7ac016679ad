import { mkdir } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { parseArgs } from '../../../../services/uploader/cli/program.ts';
import { temporaryFolder } from '../../../fixtures/temporary-folder.ts';

const parse = (...argv: string[]) => parseArgs(argv, '1.2.3');

describe('the first word of a wrong command line', () => {
  const cwd = process.cwd();
  beforeEach(async () => {
    process.chdir(temporaryFolder());
    await mkdir('pages');
  });
  afterEach(() => process.chdir(cwd));

  it('is no misspelt command if it is a folder', () => {
    expect(() => parse('pages', '--lcoal')).toThrow("unknown option '--lcoal'. Did you mean --local?");
    expect(() => parse('pages', 'other', '--local')).toThrow('too many arguments');
  });

  it('is a misspelt command if it is none', () => {
    expect(() => parse('pagee', '--lcoal')).toThrow('Did you mean uploader page?');
  });

  it.each([
    ['a course', ['', '--local']],
    ['a run', ['watch', '', '--stack', 'transcribe']],
    ['a folder of transcripts', ['page', '']],
  ])('may not be empty in the place of %s', (_what, argv) => {
    expect(() => parse(...argv)).toThrow(/<(dir|run)> must not be empty\./);
  });
});
