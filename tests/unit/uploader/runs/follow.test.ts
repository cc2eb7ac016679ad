import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { Execution } from '../../../../services/shared/contracts/execution.ts';
import { keys } from '../../../../services/shared/contracts/keys.ts';
import type { Report } from '../../../../services/shared/contracts/steps.ts';
import { type FollowDeps, followRun, type RunProgress } from '../../../../services/uploader/runs/follow.ts';
import { anError } from '../../../fixtures/an-error.ts';
import { aPlan, readsOf } from '../../fakes.ts';
import { fakeDestination } from '../fake-destination.ts';

const run = '20261122T151500Z-a1b2';
const report: Report = {
  run,
  finishedAt: '2026-11-22T15:20:00.000Z',
  totals: {
    videos: 1,
    done: 1,
    failed: 0,
    durationSeconds: 60,
    words: 2,
    speechSeconds: 2,
    coveredSeconds: 2,
    incomplete: 0,
  },
  videos: [{ key: 'a.mp4', state: 'done' }],
};

const threeChunks = [0, 20, 40].map((start) => ({ start, end: start + 20 }));

const items = ['a.mp4', 'b.mp4', 'c.mp4'].map((Key) => ({ Key }));
const aDone = JSON.stringify({ key: 'a.mp4', state: 'done' });

/** A run whose execution has these states in turn, and then stays in the last one. */
const prepare = async (...executions: (Execution | undefined)[]) => {
  const asked: string[] = [];
  const seen: RunProgress[] = [];
  const fake = fakeDestination();
  const { videos, transcripts } = fake;
  await videos.writeJson(keys.manifest(run), items);
  if (executions.at(-1)?.status === 'SUCCEEDED') await transcripts.writeJson(keys.report(run), report);
  const source: FollowDeps['source'] = {
    videos,
    transcripts,
    pollMs: 1,
    name: 'stack transcribe',
    execution: async (name) => {
      asked.push(name);
      return executions.length > 1 ? executions.shift() : executions[0];
    },
  };
  const controller = new AbortController();
  const onProgress = (progress: RunProgress) => void seen.push(progress);
  const deps = { source, signal: controller.signal, onProgress };
  return { videos, transcripts, asked, seen, controller, deps };
};

/** Each look at the clock takes this long. */
const skipTime = (ms: number): void => {
  let now = 0;
  jest.spyOn(Date, 'now').mockImplementation(() => {
    now += ms;
    return now;
  });
};

describe('followRun', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it.each(['SUCCEEDED', 'FAILED'] as const)('returns the report of a run that ends as %s', async (status) => {
    const { transcripts, asked, deps } = await prepare(undefined, { status: 'RUNNING' }, { status });
    await transcripts.writeJson(keys.report(run), report);

    expect(await followRun(run, deps)).toEqual(report);

    expect(asked).toEqual([run, run, run]);
  });

  it('does not stop at a report while the run is running', async () => {
    const { asked, deps } = await prepare({ status: 'RUNNING' }, { status: 'SUCCEEDED' });

    await followRun(run, deps);

    expect(asked).toHaveLength(2);
  });

  it('reports the progress each time it polls', async () => {
    const { videos, seen, deps } = await prepare({ status: 'RUNNING' }, { status: 'SUCCEEDED' });
    await videos.write(keys.result(run, 'a.mp4'), aDone);
    await videos.write(keys.result('another-run', 'z.mp4'), '{}');
    await videos.writeJson(keys.plan(run, 'b.mp4'), aPlan({ chunks: threeChunks }));
    await videos.write(keys.soundtrack(run, 'b.mp4'), 'pcm');
    await videos.write(keys.chunkWords(run, 'b.mp4', 0), '{}');
    // Not yet split, or from another run.
    await videos.write(keys.soundtrack(run, 'c.mp4'), 'pcm');
    await videos.writeJson(keys.plan('another-run', 'b.mp4'), aPlan());
    await videos.write(keys.chunkWords('another-run', 'b.mp4', 0), '{}');

    await followRun(run, deps);

    expect(seen).toEqual([
      {
        isStarted: true,
        videosEnded: 1,
        chunks: 3,
        chunksDone: 1,
        videos: [
          { key: 'a.mp4', state: 'done' },
          { key: 'b.mp4', state: 'working', chunks: 3, chunksDone: 1 },
          { key: 'c.mp4', state: 'working' },
        ],
      },
    ]);
  });

  it('reads the manifest and each plan and result once, however often it polls', async () => {
    const running = { status: 'RUNNING' } as const;
    const { videos, seen, deps } = await prepare(running, running, running, { status: 'SUCCEEDED' });
    for (const key of ['a.mp4', 'b.mp4'])
      await videos.writeJson(keys.plan(run, key), aPlan({ chunks: threeChunks }));
    await videos.write(keys.result(run, 'c.mp4'), aDone);
    const reads = readsOf(videos);

    await followRun(run, deps);

    expect(seen).toHaveLength(3);
    const once = [keys.manifest(run), keys.plan(run, 'a.mp4'), keys.plan(run, 'b.mp4')];
    expect(reads.toSorted()).toEqual([...once, keys.result(run, 'c.mp4')].toSorted());
  });

  it('finds new plans, and no longer counts the chunks of a video that has ended', async () => {
    const running = { status: 'RUNNING' } as const;
    const { videos, seen, deps } = await prepare(running, running, running, { status: 'SUCCEEDED' });
    await videos.writeJson(keys.plan(run, 'a.mp4'), aPlan({ chunks: threeChunks }));
    await videos.write(keys.chunkWords(run, 'a.mp4', 0), '{}');
    const next = [
      () => videos.writeJson(keys.plan(run, 'b.mp4'), aPlan()),
      async () => {
        await videos.removeAll(keys.work(run, 'a.mp4'));
        await videos.write(keys.result(run, 'a.mp4'), aDone);
      },
    ];
    const onProgress = (progress: RunProgress) => {
      seen.push(progress);
      void next.shift()?.();
    };

    await followRun(run, { ...deps, onProgress });

    expect(seen).toMatchObject([
      { videosEnded: 0, chunks: 3, chunksDone: 1 },
      { videosEnded: 0, chunks: 4, chunksDone: 1 },
      { videosEnded: 1, chunks: 1, chunksDone: 0 },
    ]);
  });

  it.each([
    [
      'with a cause',
      { status: 'FAILED', cause: 'out of luck' },
      `${run} ended with status FAILED, without a report: out`,
    ],
    ['without a cause', { status: 'TIMED_OUT' }, `${run} ended with status TIMED_OUT, without a report.`],
    [
      'because it was cancelled',
      { status: 'ABORTED' },
      `${run} was cancelled and has no report. To continue it: uploader retry ${run}`,
    ],
  ] as const)('throws for a run that ends without a report, %s', async (_which, execution, message) => {
    const { deps } = await prepare({ ...execution });

    await expect(followRun(run, deps)).rejects.toEqual(anError('RunEnded', message));
  });

  it('gives up if the run does not start within three minutes', async () => {
    const { asked, deps } = await prepare(undefined);
    skipTime(60_000);

    await expect(followRun(run, deps)).rejects.toEqual(
      anError('UserError', /The run .* did not start on stack transcribe\..* Listen/),
    );

    expect(asked).toHaveLength(4);
  });

  it('waits as long as it takes once the run has started', async () => {
    const running = { status: 'RUNNING' } as const;
    const { deps } = await prepare(running, running, { status: 'SUCCEEDED' });
    skipTime(3_600_000);

    expect(await followRun(run, deps)).toEqual(report);
  });

  it('reports that the run has not started yet', async () => {
    const { seen, deps } = await prepare(undefined, { status: 'SUCCEEDED' });

    await followRun(run, deps);

    expect(seen).toMatchObject([{ isStarted: false, videosEnded: 0 }]);
  });

  it.each([
    ['the network', Object.assign(new Error('reset'), { code: 'ECONNRESET' })],
    ['AWS', Object.assign(new Error('slow down'), { name: 'ThrottlingException' })],
  ])('waits until %s answers again', async (_what, error) => {
    const { asked, deps } = await prepare({ status: 'RUNNING' }, { status: 'SUCCEEDED' });
    const { execution } = deps.source;
    let failures = 5;
    const flaky = async (name: string) => {
      failures -= 1;
      if (failures >= 0) throw error;
      return execution?.(name);
    };

    const followed = await followRun(run, { ...deps, source: { ...deps.source, execution: flaky } });

    expect(followed).toEqual(report);
    expect(asked).toHaveLength(2);
  });

  it('does not retry a request that AWS refuses', async () => {
    const { deps } = await prepare({ status: 'RUNNING' });
    const execution = async () => {
      throw Object.assign(new Error('no'), { name: 'AccessDeniedException' });
    };

    const following = followRun(run, { ...deps, source: { ...deps.source, execution } });

    await expect(following).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  it('stops at once when it is interrupted during a long pause', async () => {
    const { controller, deps } = await prepare({ status: 'RUNNING' });
    const source = { ...deps.source, pollMs: 60_000 };

    const following = followRun(run, { ...deps, source, onProgress: () => controller.abort() });

    await expect(following).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('does not wait for the next poll when it is told of the end', async () => {
    const { transcripts, controller, deps } = await prepare({ status: 'RUNNING' }, { status: 'SUCCEEDED' });
    await transcripts.writeJson(keys.report(run), report);
    const source = { ...deps.source, pollMs: 60_000, ended: async () => {} };

    expect(await followRun(run, { ...deps, source })).toEqual(report);
    controller.abort();
  });

  it('needs a destination that knows its executions', async () => {
    const { deps } = await prepare(undefined);
    const { execution: _unknown, ...source } = deps.source;

    await expect(followRun(run, { ...deps, source })).rejects.toMatchObject({ name: 'UserError' });
  });
});
