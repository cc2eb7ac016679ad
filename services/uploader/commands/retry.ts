// `uploader retry RUN`: a new run for the videos that the old one did not finish and that are still in the bucket.

import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Buckets } from '../../shared/aws/clients.ts';
import { UserError } from '../../shared/contracts/errors.ts';
import { keys, runId } from '../../shared/contracts/keys.ts';
import { type Item, Manifest } from '../../shared/contracts/steps.ts';
import { EXIT, type ExitCode, OF_AWS } from '../failures/exit-codes.ts';
import { ofState, type RunReporter, type RunState } from '../output/run-events.ts';
import { findRun } from '../runs/list.ts';
import { mayStart, readRun } from '../runs/read.ts';
import type { RunControl, RunSource } from '../runs/run-control.ts';
import { sortUnfinished } from '../runs/unfinished-videos.ts';
import { startRun } from '../send/start-run.ts';
import { defineRunCommand, RunFlags } from './command.ts';

export type RetryOptions = { run: string };
type Retried = RunSource & Pick<RunControl, 'runningRun'>;

/** @throws {UserError} if the run, or another one with the same videos, may still be running. */
export const retry = async (
  { run: word }: RetryOptions,
  destination: Retried,
  { emit }: RunReporter,
): Promise<ExitCode> => {
  const run = await findRun(word, destination);
  const state = await readRun(destination, run);
  await assertOver(state, destination);
  const { items, transcribed, sendAgain } = await sortUnfinished(
    await unfinishedItems(state, destination),
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
      `The run ${run} is still running. Wait until it ends (uploader watch ${run}), or cancel it first (uploader cancel ${run}).`,
    );
  if (status === 'NOT_STARTED' && (await mayStart(videos, run)))
    throw new UserError(`The run ${run} is about to start. Follow it with: uploader watch ${run}`);
  if (status === 'UNKNOWN')
    throw new UserError(
      `Cannot tell whether the run ${run} is still running. Pass --stack or set STATE_MACHINE_ARN.`,
    );
};

/** Taken from the manifest, which holds the options of each video. */
const unfinishedItems = async ({ run, videos }: RunState, buckets: Buckets): Promise<Item[]> => {
  const items = await buckets.videos.readJson(keys.manifest(run), Manifest);
  if (!items)
    throw new UserError(
      `The manifest of the run ${run} is gone; the bucket keeps it for 90 days. Send the videos again with uploader <dir>.`,
    );
  const done = new Set(ofState(videos, 'done').map(({ key }) => key));
  return items.filter(({ Key }) => !done.has(Key));
};

const start = async (items: Item[], destination: Retried): Promise<string> => {
  const running = await destination.runningRun(items);
  if (running)
    throw new UserError(
      `The run ${running} is already working on these videos. Follow it with: uploader watch ${running}`,
    );
  const run = runId(new Date(), randomUUID());
  await startRun(destination.videos, run, items);
  return run;
};

export const retryCommand = defineRunCommand({
  name: 'retry',
  summary: 'transcribe the failed videos of a run again, without sending them again',
  exitCodes: [...OF_AWS, EXIT.someFailed],
  schema: z.object(RunFlags),
  act: retry,
});
