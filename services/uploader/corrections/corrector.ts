// Corrects the transcripts of a run while `fetchTranscripts` downloads them; it is passed as `correct`.
import { join } from 'node:path';
import { lectureName } from '../../shared/contracts/keys.ts';
import { readStoredCorrections, type StoredCorrectionsDeps } from '../../shared/corrections/stored.ts';
import type { DownloadOptions } from '../runs/download.ts';
import { correctFiles } from './correct-files.ts';
import { type CourseCorrections, openCorrections } from './file.ts';

export type CorrectorOptions = {
  /** The bucket of the transcripts. Corrections in it apply to everybody who downloads from it. */
  bucket: StoredCorrectionsDeps['bucket'];
  /** Returns the --prefix of the course, given the key of a video. */
  prefixOf: (key: string) => string;
  overwrite: boolean;
  warn: (message: string) => void;
};

/** @param out the folder of the transcripts. */
export const makeCorrector = (
  out: string,
  { bucket, prefixOf, overwrite, warn }: CorrectorOptions,
): NonNullable<DownloadOptions['correct']> => {
  const opened = new Map<string, Promise<CourseCorrections>>();
  const openOnce = (prefix: string): Promise<CourseCorrections> => {
    const corrections = opened.get(prefix) ?? open(prefix);
    opened.set(prefix, corrections);
    return corrections;
  };
  const open = async (prefix: string): Promise<CourseCorrections> => {
    const corrections = await openCorrections(join(out, prefix));
    const stored = await readStoredCorrections(prefix, { bucket, warn });
    if (stored) await corrections.combine(stored);
    return corrections;
  };
  return async (files, key, ledger) => {
    const prefix = prefixOf(key);
    const corrections = await openOnce(prefix);
    const deps = { corrections, ledger, overwrite, revert: false };
    return correctFiles(files, lectureName(key, prefix), deps);
  };
};
