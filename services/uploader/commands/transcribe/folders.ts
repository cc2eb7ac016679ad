// The folders that a call writes to, looked at before anything is sent: temporary files, and the transcripts.

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
 * Before the destination is opened, which may download a model.
 * @throws {UserError} what cannot be written to, or holds another course.
 */
export const assertFolders = async (course: Course, options: Options): Promise<void> => {
  if (options.local || !options.wholeVideo) await assertScratchFolder();
  if (options.local) await claimOut(course, options);
};

/**
 * With --wait.
 * @throws {UserError} as `assertFolders`, and where nobody says which state machine to wait for.
 */
export const assertCanBring = async (course: Course, options: Options, source: RunSource): Promise<void> => {
  // A local run can always be waited for.
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
  // What cannot be read of it now could not be read after hours of work.
  await openLedger(out);
  await openCorrections(join(out, prefix));
  await assertNamesFit(out, keys);
};
