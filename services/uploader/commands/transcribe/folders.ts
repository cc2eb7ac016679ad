// Checks the folders that a run writes to, before anything is sent: temporary files and transcripts.

import { join } from 'node:path';
import { openCorrections } from '../../corrections/file.ts';
import type { Course } from '../../course/course.ts';
import { assertScratchFolder } from '../../failures/scratch-folder.ts';
import { claimFolder } from '../../runs/claim.ts';
import { openLedger } from '../../runs/ledger.ts';
import { assertNamesFit } from '../../runs/names-fit.ts';
import type { RunSource } from '../../runs/run-control.ts';
import { assertCanWait } from './deliver.ts';
import type { TranscribeOptions } from './flags.ts';

type Options = Pick<
  TranscribeOptions,
  'dir' | 'prefix' | 'out' | 'local' | 'dryRun' | 'estimate' | 'wholeVideo'
>;

/**
 * Called before the destination is opened, which may download a model.
 * @throws {UserError} if a folder cannot be written to, or holds another course.
 */
export const assertFolders = async (course: Course, options: Options): Promise<void> => {
  if (options.local || !options.wholeVideo) await assertScratchFolder();
  if (options.local) await claimOut(course, options);
};

/**
 * The check for --wait.
 * @throws {UserError} as `assertFolders`, or if the state machine to wait for is unknown.
 */
export const assertCanBring = async (course: Course, options: Options, source: RunSource): Promise<void> => {
  if (options.local) return;
  assertCanWait(source);
  await claimOut(course, options, source.transcripts.name);
};

const claimOut = async (course: Course, options: Options, bucket?: string): Promise<void> => {
  const { dir, prefix, out, dryRun, estimate } = options;
  const sizes = new Map(course.files.map(({ key, size }) => [key, size]));
  const keys = [...sizes.keys()];
  await claimFolder(
    out,
    { dir, ...(prefix && { prefix }), ...(bucket && { bucket }) },
    { keys, sizeOf: async (key) => sizes.get(key), dryRun: dryRun || estimate },
  );
  // Fail now rather than after hours of work.
  await openLedger(out);
  await openCorrections(join(out, prefix));
  await assertNamesFit(out, keys);
};
