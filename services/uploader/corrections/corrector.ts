// Corrections on their way into the folder with the transcripts of a run: `fetchTranscripts` takes it as `correct`.
import { join } from 'node:path';
import { lectureName } from '../../shared/contracts/keys.ts';
import { readStoredCorrections, type StoredCorrectionsDeps } from '../../shared/corrections/stored.ts';
import type { DownloadOptions } from '../runs/download.ts';
import { correctFiles } from './correct-files.ts';
import { type CourseCorrections, openCorrections } from './file.ts';

export type CorrectorOptions = {
  /** Where the transcripts come from: corrections that somebody put there are everybody's. */
  bucket: StoredCorrectionsDeps['bucket'];
  /** Where the course of a video begins, by its key. */
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
