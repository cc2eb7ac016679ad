import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { keys } from '../../../../services/shared/contracts/keys.ts';
import { watch } from '../../../../services/uploader/commands/watch.ts';
import { Event } from '../../../../services/uploader/output/events.ts';
import { BROKEN, openRunStore, RUN, type RunStore, reportOf, resultOf } from '../runs/run-store.ts';

describe('watch', () => {
  let at: RunStore;
  beforeEach(async () => {
    at = await openRunStore();
    // Stop the clock: progress is reported once a second, and on a busy machine a second may pass between two polls.
    jest.spyOn(performance, 'now').mockReturnValue(0);
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await at.close();
  });

  /** A run that takes one step each time it is polled. */
  const goingOn = (...steps: (() => unknown)[]) => ({
    ...at.destination,
    execution: async (run: string) => {
      await steps.shift()?.();
      return at.executions.get(run);
    },
  });
  const watching = (destination = at.destination, signal = at.signal) =>
    watch({ run: 'latest', signal }, destination, at.reporter);

  const summary = {
    type: 'summary',
    run: RUN,
    sent: 0,
    sentBytes: 0,
    upToDate: 0,
    incomplete: 0,
    nothingHeard: 0,
    seconds: expect.any(Number),
  };

  it('reports changes until the run ends, and each failed video once', async () => {
    await at.putRun(RUN, { 'c/a.mp4': 'working', 'c/b.mp4': 'waiting' });
    const destination = goingOn(
      () => {},
      () => at.executions.set(RUN, { status: 'RUNNING' }),
      () => at.putState(RUN, 'c/b.mp4', 'failed'),
      async () => {
        await at.putState(RUN, 'c/a.mp4', 'done');
        const results = [resultOf('c/a.mp4', 'done'), resultOf('c/b.mp4', 'failed')];
        await at.transcripts.writeJson(keys.report(RUN), reportOf(RUN, results));
        at.executions.set(RUN, { status: 'FAILED' });
      },
    );

    expect(await watching(destination)).toBe(2);

    const counts = { videos: 2, done: 0, failed: 0, chunks: 3, chunksDone: 1 };
    expect(at.events.map((event) => Event.parse(event))).toEqual([
      { type: 'run', run: RUN, state: 'waiting', videos: 2, done: 0, failed: 0 },
      { type: 'run', run: RUN, state: 'running', videos: 2, done: 0, failed: 0 },
      { type: 'progress', phase: 'transcribe', ...counts },
      { type: 'failed', key: 'c/b.mp4', error: BROKEN },
      { type: 'run', run: RUN, state: 'failed', videos: 2, done: 1, failed: 1 },
      { ...summary, done: 1, failed: 1 },
    ]);
  });

  it('ends at once for a run that has succeeded, and reports its cost', async () => {
    await at.putRun(RUN, { 'c/a.mp4': 'done' }, { status: 'SUCCEEDED' });
    const report = reportOf(RUN, [resultOf('c/a.mp4', 'done')]);
    await at.transcripts.writeJson(keys.report(RUN), {
      ...report,
      totals: { ...report.totals, dollars: 0.001 },
    });

    expect(await watching()).toBe(0);

    const cost = { hours: 1 / 60, dollars: 0.001, transcribeDollars: 0.024, computeSeconds: 6 };
    expect(at.events).toEqual([
      { type: 'run', run: RUN, state: 'succeeded', videos: 1, done: 1, failed: 0 },
      { ...summary, done: 1, failed: 0, cost },
    ]);
  });

  it('returns 2 if a video is cut off', async () => {
    await at.putRun(RUN, { 'c/a.mp4': 'done' }, { status: 'SUCCEEDED' });
    const report = reportOf(RUN, [{ ...resultOf('c/a.mp4', 'done'), incomplete: true }]);
    await at.transcripts.writeJson(keys.report(RUN), {
      ...report,
      totals: { ...report.totals, incomplete: 1 },
    });

    expect(await watching()).toBe(2);
  });

  it.each([
    ['2 if nothing was heard in a video', {}, 2],
    ['0 if an earlier run has reported that', { upToDate: true }, 0],
  ])('returns %s', async (_title, fields, code) => {
    await at.putRun(RUN, { 'c/a.mp4': 'done' }, { status: 'SUCCEEDED' });
    const report = reportOf(RUN, [
      { ...resultOf('c/a.mp4', 'done'), nothingHeard: 'it is silent', ...fields },
    ]);
    await at.transcripts.writeJson(keys.report(RUN), report);

    expect(await watching()).toBe(code);
  });

  it.each([
    ['ABORTED', 'cancelled'],
    ['TIMED_OUT', 'lost'],
  ] as const)('reports the progress of a run that ended as %s', async (status, state) => {
    await at.putRun(RUN, { 'c/a.mp4': 'done', 'c/b.mp4': 'working' }, { status });

    await expect(watching()).rejects.toMatchObject({ name: 'RunEnded' });

    expect(at.events).toEqual([{ type: 'run', run: RUN, state, videos: 2, done: 1, failed: 0 }]);
  });

  it('stops when it is interrupted, and leaves the run alone', async () => {
    await at.putRun(RUN, { 'c/a.mp4': 'working' }, { status: 'RUNNING' });
    const interrupted = new AbortController();
    const destination: typeof at.destination = {
      ...goingOn(() => {}, interrupted.abort.bind(interrupted)),
      afterInterruption: (run) => `The run ${run} continues in AWS.`,
    };

    await expect(watching(destination, interrupted.signal)).rejects.toMatchObject({ name: 'AbortError' });

    expect(at.events.at(-1)).toEqual({
      type: 'note',
      level: 'warning',
      message: `The run ${RUN} continues in AWS.`,
    });
    expect(at.executions.get(RUN)).toEqual({ status: 'RUNNING' });
  });
});
