// `uploader retry RUN`: a new run with what the old one left undone, as far as its videos are still in the bucket.

import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Buckets } from '../../shared/aws/clients.ts';
import { UserError } from '../../shared/contracts/errors.ts';
import { keys, runId } from '../../shared/contracts/keys.ts';
import { type Item, Manifest } from '../../shared/contracts/steps.ts';
import { EXIT, type ExitCode } from '../failures/exit-codes.ts';
import { ofState, type RunReporter, type RunState } from '../output/run-events.ts';
import { findRun } from '../runs/list.ts';
import { mayStart, readRun } from '../runs/read.ts';
import type { RunControl, RunSource } from '../runs/run-control.ts';
import { sortUnfinished } from '../runs/unfinished-videos.ts';
import { startRun } from '../send/start-run.ts';
import { defineRunCommand, RunFlags } from './command.ts';

export type RetryOptions = { run: string };
type Retried = RunSource & Pick<RunControl, 'runningRun'>;

/** @throws {UserError} while the run, or another with the same videos, is under way or may be. */
export const retry = async (
  { run: word }: RetryOptions,
  destination: Retried,
  { emit }: RunReporter,
): Promise<ExitCode> => {
  const run = await findRun(word, destination);
  const state = await readRun(destination, run);
  await assertOver(state, destination);
  const { items, transcribed, sendAgain } = await sortUnfinished(
    await undone(state, destination),
    destination,
  );
  const newRun = items.length > 0 ? await start(items, destination) : undefined;
  const videos = items.map(({ Key }) => Key);
  emit({ type: 'retry', run, ...(newRun && { newRun }), videos, transcribed, sendAgain });
  return sendAgain.length > 0 ? EXIT.someFailed : EXIT.done;
};

const assertOver = async ({ run, status }: RunState, { videos }: Buckets): Promise<void> => {
  if (status === 'RUNNING')
    throw new UserError(
      `The run ${run} is under way. Wait until it ends (uploader watch ${run}), or end it first (uploader cancel ${run}).`,
    );
  if (status === 'NOT_STARTED' && (await mayStart(videos, run)))
    throw new UserError(`The run ${run} is about to start. Follow it with uploader watch ${run}.`);
  if (status === 'UNKNOWN')
    throw new UserError(
      `Nobody can say whether the run ${run} is still under way. Name the stack (--stack) or its STATE_MACHINE_ARN.`,
    );
};

/** As the manifest has them, because it knows what was wanted of each. */
const undone = async ({ run, videos }: RunState, buckets: Buckets): Promise<Item[]> => {
  const items = await buckets.videos.readJson(keys.manifest(run), Manifest);
  if (!items)
    throw new UserError(
      `The manifest of the run ${run} is gone: the bucket keeps it for 90 days. Send the videos again with uploader <dir>.`,
    );
  const done = new Set(ofState(videos, 'done').map(({ key }) => key));
  return items.filter(({ Key }) => !done.has(Key));
};

const start = async (items: Item[], destination: Retried): Promise<string> => {
  const running = await destination.runningRun(items);
  if (running)
    throw new UserError(
      `The run ${running} has these videos already. Follow it with uploader watch ${running}.`,
    );
  const run = runId(new Date(), randomUUID());
  await startRun(destination.videos, run, items);
  return run;
};

export const retryCommand = defineRunCommand({
  name: 'retry',
  summary: 'do again what failed in a run, without sending it again',
  schema: z.object(RunFlags),
  act: retry,
});
