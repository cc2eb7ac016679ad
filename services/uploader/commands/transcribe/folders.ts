// Checks the folders for temporary files and transcripts before a run, and claims them when it starts.

import { join } from 'node:path';
import { openCorrections } from '../../corrections/file.ts';
import type { Course } from '../../course/course.ts';
import { assertScratchFolder } from '../../failures/scratch-folder.ts';
import type { PlannedFile } from '../../plan/plan.ts';
import { assertUnclaimed, type ClaimedCourse, type ClaimOptions, claimFolder } from '../../runs/claim.ts';
import { openLedger } from '../../runs/ledger.ts';
import { assertNamesFit } from '../../runs/names-fit.ts';
import type { RunSource } from '../../runs/run-control.ts';
import { assertCanWait } from './deliver.ts';
import type { TranscribeOptions } from './flags.ts';
import type { TranscribeJob } from './job.ts';

type Options = Pick<TranscribeOptions, 'dir' | 'prefix' | 'out' | 'local' | 'wait' | 'wholeVideo'>;

/**
 * Called before the destination is opened, which may download a model.
 * @throws {UserError} if a folder cannot be written to, or holds another course.
 */
export const assertFolders = async (course: Course, options: Options): Promise<void> => {
  if (options.local || !options.wholeVideo) await assertScratchFolder();
  if (options.local) await assertOut(course, options);
};

/**
 * The check for --wait.
 * @throws {UserError} as `assertFolders`, or if the state machine to wait for is unknown.
 */
export const assertCanBring = async (course: Course, options: Options, source: RunSource): Promise<void> => {
  if (options.local) return;
  assertCanWait(source);
  await assertOut(course, options, source.transcripts.name);
};

/**
 * The last check that may refuse a run; afterwards the folder belongs to this course.
 * @throws {UserError} if the disk is too full, or as `claimFolder`.
 * @throws {FileFault} as `claimFolder`.
 */
export const claimOut = async (
  course: Course,
  todo: PlannedFile[],
  { options, destination }: TranscribeJob,
): Promise<void> => {
  const { transcripts, assertRoom } = destination;
  await assertRoom?.(todo.filter(({ action }) => action === 'send'));
  if (!options.local && !options.wait) return;
  const bucket = options.local ? undefined : transcripts.name;
  await claimFolder(options.out, ...claimOf(course, options, bucket));
};

const assertOut = async (course: Course, options: Options, bucket?: string): Promise<void> => {
  const { prefix, out } = options;
  await assertUnclaimed(out, ...claimOf(course, options, bucket));
  // Fail now rather than after hours of work.
  await openLedger(out);
  await openCorrections(join(out, prefix));
  await assertNamesFit(
    out,
    course.files.map(({ key }) => key),
  );
};

const claimOf = (
  { files }: Course,
  { dir, prefix }: Options,
  bucket: string | undefined,
): [ClaimedCourse, ClaimOptions] => {
  const sizes = new Map(files.map(({ key, size }) => [key, size]));
  return [
    { dir, ...(prefix && { prefix }), ...(bucket && { bucket }) },
    { keys: [...sizes.keys()], sizeOf: async (key) => sizes.get(key) },
  ];
};
