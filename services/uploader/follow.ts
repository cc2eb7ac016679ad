// A run from the done marker to its end: asked for again and again, the same way on AWS and on this machine.
import { setTimeout as sleep } from 'node:timers/promises';
import { Plan, Report } from '../shared/contracts.ts';
import { UserError } from '../shared/errors.ts';
import { keys } from '../shared/keys.ts';
import type { Destination } from './destination.ts';

/** EventBridge delivers within seconds; after this something is wrong with the rule or the listener. */
const START_LIMIT_MS = 180_000;

export type Progress = { videosEnded: number; chunks: number; chunksDone: number };
export type FollowDeps = {
  destination: Destination;
  signal: AbortSignal;
  onProgress: (progress: Progress) => void;
};

/**
 * Waits for the end of the run.
 * @throws {UserError} when nothing starts the run, or it ends without a report.
 */
export const followRun = async (
  run: string,
  { destination, signal, onProgress }: FollowDeps,
): Promise<Report> => {
  const { execution, pollMs, transcripts, name } = destination;
  if (!execution) throw new UserError('To follow a run, name the stack (--stack) or its STATE_MACHINE_ARN.');
  const started = Date.now();
  const progress = makeProgressOf(destination, run);
  for (;;) {
    const now = await execution(run);
    if (now && now.status !== 'RUNNING') {
      const report = await transcripts.readJson(keys.report(run), Report);
      if (report) return report;
      throw new UserError(
        `The run ${run} ended as ${now.status} without a report${now.cause ? `: ${now.cause}` : '.'}`,
      );
    }
    if (!now && Date.now() - started > START_LIMIT_MS) {
      throw new UserError(
        `Nothing has started the run ${run} on ${name}. Look at the log of its function Listen.`,
      );
    }
    onProgress(await progress());
    await sleep(pollMs, undefined, { signal });
  }
};

/** What the run has left in the video bucket so far says how far it is. A plan is read once: it does not change. */
const makeProgressOf = ({ videos }: Destination, run: string) => {
  const planned = new Map<string, number>();
  return async (): Promise<Progress> => {
    const results = await Array.fromAsync(videos.list(keys.results(run)));
    const work = (await Array.fromAsync(videos.list(keys.workOf(run)))).map(({ Key }) => Key);
    for (const key of work.filter((key) => key.endsWith('/plan.json') && !planned.has(key)))
      planned.set(key, (await videos.readJson(key, Plan))?.chunks.length ?? 0);
    // A video that is done takes its work files with it.
    const inWork = [...planned].filter(([key]) => work.includes(key));
    return {
      videosEnded: results.length,
      chunks: inWork.reduce((sum, [, chunks]) => sum + chunks, 0),
      chunksDone: work.filter((key) => /\/chunk-\d+\.json$/.test(key)).length,
    };
  };
};
