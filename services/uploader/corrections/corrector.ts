// Corrections on their way into the folder with the transcripts of a run: `fetchTranscripts` takes it as `correct`.
import { join } from 'node:path';
import { lectureName } from '../../shared/contracts/keys.ts';
import type { DownloadOptions } from '../runs/download.ts';
import { correctFiles } from './correct-files.ts';
import { type CourseCorrections, openCorrections } from './file.ts';

/**
 * @param out the folder of the transcripts.
 * @param prefixOf where the course of a video begins, by its key.
 */
export const makeCorrector = (
  out: string,
  { prefixOf, overwrite }: { prefixOf: (key: string) => string; overwrite: boolean },
): NonNullable<DownloadOptions['correct']> => {
  const opened = new Map<string, Promise<CourseCorrections>>();
  const open = (prefix: string): Promise<CourseCorrections> => {
    const corrections = opened.get(prefix) ?? openCorrections(join(out, prefix));
    opened.set(prefix, corrections);
    return corrections;
  };
  return async (files, key, ledger) => {
    const prefix = prefixOf(key);
    return correctFiles(files, lectureName(key, prefix), {
      ...{ corrections: await open(prefix), ledger, overwrite },
    });
  };
};
