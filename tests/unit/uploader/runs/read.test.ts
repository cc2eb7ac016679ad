import { describe, expect, it } from '@jest/globals';
import { keys } from '../../../../services/shared/contracts/keys.ts';
import { RunState } from '../../../../services/uploader/output/run-events.ts';
import { hasEnded, mayStart, readRun, rowOf } from '../../../../services/uploader/runs/read.ts';
import { useEach } from '../../../fixtures/use-each.ts';
import { readsOf } from '../../fakes.ts';
import { fakeDestination } from '../fake-destination.ts';
import { BROKEN, openRunStore, RUN, reportOf, resultOf } from './run-store.ts';

const at = useEach(openRunStore);

const ALL = {
  'c/a.mp4': 'done',
  'c/b.mp4': 'failed',
  'c/d.mp4': 'working',
  'c/e.mp4': 'splitting',
  'c/f.mp4': 'waiting',
} as const;

const ended = [
  { key: 'c/a.mp4', state: 'done', soundSeconds: 60 },
  { key: 'c/b.mp4', state: 'failed', error: BROKEN },
];

describe('readRun', () => {
  it('returns the state of each video of a running run', async () => {
    await at.putRun(RUN, ALL, { status: 'RUNNING' });

    const state = await readRun(at.destination, RUN);

    expect(RunState.parse(state)).toEqual({
      run: RUN,
      status: 'RUNNING',
      startedAt: '2026-11-22T15:15:00Z',
      reported: false,
      videos: [
        ...ended,
        { key: 'c/d.mp4', state: 'working', chunks: 3, chunksDone: 1 },
        { key: 'c/e.mp4', state: 'working' },
        { key: 'c/f.mp4', state: 'waiting' },
      ],
    });
    expect(rowOf(state)).toMatchObject({ videos: 5, done: 1, failed: 1, soundSeconds: 60 });
  });

  it.each(['ABORTED', 'TIMED_OUT', 'FAILED'] as const)(
    'lists unfinished videos of a run that ended as %s without a report',
    async (status) => {
      await at.putRun(RUN, ALL, { status, cause: 'out of luck' });

      expect(await readRun(at.destination, RUN)).toMatchObject({
        status,
        cause: 'out of luck',
        reported: false,
        videos: [...ended, ...['d', 'e', 'f'].map((name) => ({ key: `c/${name}.mp4`, state: 'unfinished' }))],
      });
    },
  );

  it('treats FAILED with a report as a run with failed videos', async () => {
    await at.putRun(RUN, ALL, { status: 'FAILED', cause: '1 of 2 videos failed' });
    const report = reportOf(RUN, [resultOf('c/a.mp4', 'done'), resultOf('c/b.mp4', 'failed')]);
    await at.transcripts.writeJson(keys.report(RUN), {
      ...report,
      totals: { ...report.totals, dollars: 0.06 },
    });

    const state = await readRun(at.destination, RUN);

    expect(state).toEqual({
      run: RUN,
      status: 'FAILED',
      startedAt: '2026-11-22T15:15:00Z',
      finishedAt: report.finishedAt,
      reported: true,
      dollars: 0.06,
      videos: ended,
    });
  });

  it('ignores a report while the run is running', async () => {
    await at.putRun(RUN, { 'c/f.mp4': 'waiting' }, { status: 'RUNNING' });
    await at.transcripts.writeJson(keys.report(RUN), reportOf(RUN, [resultOf('c/f.mp4', 'failed')]));

    expect(await readRun(at.destination, RUN)).toMatchObject({
      reported: false,
      videos: [{ state: 'waiting' }],
    });
  });

  it('returns NOT_STARTED for a run without an execution', async () => {
    await at.putRun(RUN, ALL);

    expect(await readRun(at.destination, RUN)).toMatchObject({ status: 'NOT_STARTED' });
  });

  it.each([
    ['no report', undefined, 'UNKNOWN'],
    ['a report', [resultOf('a', 'done')], 'SUCCEEDED'],
    ['a report with failures', [resultOf('a', 'failed')], 'FAILED'],
  ] as const)(
    'concludes the status from %s if the state machine is unknown',
    async (_what, results, status) => {
      const { execution: _asked, ...destination } = at.destination;
      await at.putRun(RUN, { a: 'working' });
      if (results) await at.transcripts.writeJson(keys.report(RUN), reportOf(RUN, [...results]));

      expect(await readRun(destination, RUN)).toMatchObject({ status });
    },
  );

  it('reads a run whose files have expired from its report', async () => {
    await at.transcripts.writeJson(keys.report(RUN), reportOf(RUN, [resultOf('c/a.mp4', 'done')]));

    expect(await readRun(at.destination, RUN)).toMatchObject({
      status: 'SUCCEEDED',
      videos: [{ key: 'c/a.mp4', state: 'done' }],
    });
  });

  it('finds the start time of a run with a custom name', async () => {
    const before = Date.now();
    await at.putRun('my-run', ALL, { status: 'RUNNING' });

    const { startedAt } = await readRun(at.destination, 'my-run');

    expect(Date.parse(startedAt)).toBeGreaterThan(before - 1_000);
    expect(Date.parse(startedAt)).toBeLessThan(Date.now() + 1_000);
  });

  it('reports an unreadable result with the same error as the report', async () => {
    await at.putRun(RUN, { 'c/a.mp4': 'waiting' }, { status: 'RUNNING' });
    await at.videos.write(keys.result(RUN, 'c/a.mp4'), '{"key"');

    expect(await readRun(at.destination, RUN)).toMatchObject({
      videos: [{ state: 'failed', error: { name: 'ResultMissing' } }],
    });
  });

  it('reads only the manifest, new results and plans in progress for 10,000 videos', async () => {
    const fake = fakeDestination();
    const items = Array.from({ length: 10_000 }, (_, index) => ({ Key: `c/${index}.mp4` }));
    await fake.videos.writeJson(keys.manifest(RUN), items);
    await fake.videos.writeJson(keys.plan(RUN, 'c/7.mp4'), {});
    await fake.videos.writeJson(keys.result(RUN, 'c/8.mp4'), resultOf('c/8.mp4', 'done'));
    const reads = readsOf(fake.videos);

    const destination = { ...fake, execution: async () => ({ status: 'RUNNING' as const }) };
    const { videos } = await readRun(destination, RUN);

    expect(videos).toHaveLength(10_000);
    expect(reads.toSorted()).toEqual(
      [keys.manifest(RUN), keys.plan(RUN, 'c/7.mp4'), keys.result(RUN, 'c/8.mp4')].toSorted(),
    );
  });
});

describe('mayStart', () => {
  it('is true only for a run whose done marker was just written', async () => {
    await at.putRun(RUN, ALL);

    expect(await mayStart(at.videos, RUN)).toBe(true);
    expect(await mayStart(at.videos, 'another-run')).toBe(false);
  });

  it('is false for a run without its done marker, because its uploader was stopped', async () => {
    await at.putRun(RUN, ALL);
    await at.videos.remove(keys.done(RUN));

    expect(await mayStart(at.videos, RUN)).toBe(false);
  });
});

describe('hasEnded', () => {
  it.each([
    ['RUNNING', false],
    ['NOT_STARTED', false],
    ['UNKNOWN', false],
    ['SUCCEEDED', true],
    ['FAILED', true],
    ['ABORTED', true],
    ['TIMED_OUT', true],
  ] as const)('for %s is %s', (status, expected) => {
    expect(hasEnded(status)).toBe(expected);
  });
});
