// `uploader status [RUN]`: lists the runs in the bucket, or the videos of one run.

import pLimit from 'p-limit';
import { z } from 'zod';
import { EXIT, type ExitCode, OF_AWS } from '../failures/exit-codes.ts';
import type { RunReporter } from '../output/run-events.ts';
import { allRuns, findRun } from '../runs/list.ts';
import { readRun, rowOf } from '../runs/read.ts';
import type { RunSource } from '../runs/run-control.ts';
import { defineRunCommand, RunFlags } from './command.ts';
import { flag } from './flags.ts';

/** As many as fit on a screen. */
const NEWEST = 20;
const RUNS_AT_ONCE = 4;

type StatusOptions = {
  run?: string | undefined;
  all?: boolean | undefined;
};

export const status = async (
  { run, all = false }: StatusOptions,
  destination: RunSource,
  { emit }: RunReporter,
): Promise<ExitCode> => {
  if (run !== undefined) {
    const state = await readRun(destination, await findRun(run, destination));
    emit({ type: 'status', ...state });
    return EXIT.done;
  }
  const runs = await allRuns(destination);
  const shown = all ? runs : runs.slice(0, NEWEST);
  const limit = pLimit(RUNS_AT_ONCE);
  const row = async (one: string) => rowOf(await readRun(destination, one));
  const rows = await Promise.all(shown.map((one) => limit(() => row(one))));
  emit({ type: 'runs', runs: rows, older: runs.length - shown.length });
  return EXIT.done;
};

export const statusCommand = defineRunCommand({
  name: 'status',
  summary: 'list the runs in the bucket, or the videos of one',
  description: 'Lists the runs in the bucket, or shows the state of each video of one run.',
  argument: '[run]',
  addFlags: (command) => command.option('--all', 'list every run instead of only the newest'),
  exitCodes: OF_AWS,
  schema: z.object({ ...RunFlags, run: RunFlags.run.optional(), all: flag }),
  act: status,
});
