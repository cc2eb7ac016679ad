// `uploader cancel RUN`: stops the run's execution. Nothing is deleted, neither transcripts nor videos.

import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { UserError } from '../../shared/contracts/errors.ts';
import { EXIT, type ExitCode, OF_AWS } from '../failures/exit-codes.ts';
import { ofState, type RunReporter } from '../output/run-events.ts';
import { findRun } from '../runs/list.ts';
import { patiently } from '../runs/patience.ts';
import { mayStart, readRun } from '../runs/read.ts';
import type { RunControl, RunSource } from '../runs/run-control.ts';
import { defineRunCommand, RunFlags } from './command.ts';

export type CancelOptions = { run: string; signal: AbortSignal };

/**
 * Also succeeds if the run has already ended.
 * @throws {UserError} if the state machine is unknown.
 */
export const cancel = async (
  { run: word, signal }: CancelOptions,
  destination: RunSource & Pick<RunControl, 'stop' | 'pollMs'>,
  { emit }: RunReporter,
): Promise<ExitCode> => {
  const { execution, stop, pollMs } = destination;
  if (!execution || !stop) throw new UserError('To cancel a run, pass --stack or set STATE_MACHINE_ARN.');
  const run = await findRun(word, destination);
  const statusNow = async () => (await execution(run))?.status;
  const ask = patiently(pollMs, signal);

  let now = await statusNow();
  // Its done marker was just written: the run would start a moment after this command found nothing to cancel.
  while (now === undefined && (await mayStart(destination.videos, run))) {
    await sleep(pollMs, undefined, { signal });
    now = await ask(statusNow);
  }
  const isRunning = now === 'RUNNING';
  if (isRunning) await stop(run);
  while (now === 'RUNNING') {
    now = await ask(statusNow);
    if (now === 'RUNNING') await sleep(pollMs, undefined, { signal });
  }
  const { status, videos } = await readRun(destination, run);
  const [done, failed] = [ofState(videos, 'done').length, ofState(videos, 'failed').length];
  const unfinished = videos.length - done - failed;
  // The run may have ended by itself just then.
  const cancelled = isRunning && status === 'ABORTED';
  emit({ type: 'cancel', run, status, cancelled, done, failed, unfinished });
  return EXIT.done;
};

export const cancelCommand = defineRunCommand({
  name: 'cancel',
  summary: 'cancel a run; its videos stay in the bucket',
  exitCodes: OF_AWS,
  schema: z.object(RunFlags),
  act: cancel,
});
