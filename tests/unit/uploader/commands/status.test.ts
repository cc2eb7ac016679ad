import { describe, expect, it } from '@jest/globals';
import { keys } from '../../../../services/shared/contracts/keys.ts';
import { status } from '../../../../services/uploader/commands/status.ts';
import { RunEvent } from '../../../../services/uploader/output/run-events.ts';
import { useEach } from '../../../fixtures/use-each.ts';
import { openRunStore, RUN, reportOf, resultOf } from '../runs/run-store.ts';

const OLD = '20261120T100000Z-0001';
const CANCELLED = '20261121T100000Z-0002';

describe('status', () => {
  const at = useEach(openRunStore);

  it('lists runs with the newest first, with the cost from their reports', async () => {
    await at.putRun(OLD, { 'c/a.mp4': 'done', 'c/b.mp4': 'failed' }, { status: 'FAILED', cause: 'of 2' });
    const report = reportOf(OLD, [resultOf('c/a.mp4', 'done'), resultOf('c/b.mp4', 'failed')]);
    await at.transcripts.writeJson(keys.report(OLD), {
      ...report,
      totals: { ...report.totals, dollars: 0.05 },
    });
    await at.putRun(CANCELLED, { 'c/c.mp4': 'done', 'c/d.mp4': 'waiting' }, { status: 'ABORTED' });
    await at.putRun(RUN, { 'c/e.mp4': 'working', 'c/f.mp4': 'waiting' }, { status: 'RUNNING' });

    const code = await status({}, at.destination, at.reporter);

    expect(code).toBe(0);
    expect(at.events.map((event) => RunEvent.parse(event))).toEqual([
      {
        type: 'runs',
        older: 0,
        runs: [
          expect.objectContaining({ run: RUN, status: 'RUNNING', videos: 2, done: 0, failed: 0 }),
          expect.objectContaining({
            run: CANCELLED,
            status: 'ABORTED',
            videos: 2,
            done: 1,
            soundSeconds: 60,
          }),
          {
            run: OLD,
            status: 'FAILED',
            startedAt: '2026-11-20T10:00:00Z',
            finishedAt: report.finishedAt,
            reported: true,
            dollars: 0.05,
            videos: 2,
            done: 1,
            failed: 1,
            soundSeconds: 60,
          },
        ],
      },
    ]);
  });

  it('does not count the transcript of a later run for a cancelled one', async () => {
    await at.putRun(CANCELLED, { 'c/a.mp4': 'done', 'c/b.mp4': 'waiting' }, { status: 'ABORTED' });
    await at.putRun(RUN, { 'c/b.mp4': 'done' }, { status: 'SUCCEEDED' });

    await status({ run: CANCELLED }, at.destination, at.reporter);

    expect(at.events).toMatchObject([
      {
        videos: [
          { key: 'c/a.mp4', state: 'done' },
          { key: 'c/b.mp4', state: 'unfinished' },
        ],
      },
    ]);
  });

  it('sorts the videos by number', async () => {
    const keysOf = ['c/video2.mp4', 'c/video10.mp4', 'c/video11.mp4'];
    const videos = keysOf.toSorted().map((key) => resultOf(key, 'done'));
    await at.transcripts.writeJson(keys.report(OLD), reportOf(OLD, videos));

    await status({ run: OLD }, at.destination, at.reporter);

    expect(at.events).toMatchObject([{ videos: keysOf.map((key) => ({ key })) }]);
  });

  it('lists the newest twenty, or all', async () => {
    for (let day = 1; day <= 22; day += 1)
      await at.putRun(`202610${String(day).padStart(2, '0')}T100000Z-abcd`, {}, { status: 'ABORTED' });

    await status({}, at.destination, at.reporter);
    await status({ all: true }, at.destination, at.reporter);

    const [newest, all] = at.events.map((event) => (event.type === 'runs' ? event : undefined));
    expect(newest?.runs).toHaveLength(20);
    expect(newest?.runs[0]?.run).toBe('20261022T100000Z-abcd');
    expect(newest?.older).toBe(2);
    expect(all?.runs).toHaveLength(22);
  });

  it('returns an empty list if there are no runs', async () => {
    expect(await status({}, at.destination, at.reporter)).toBe(0);

    expect(at.events).toEqual([{ type: 'runs', runs: [], older: 0 }]);
  });

  it('lists the videos of one run, by the beginning of its id', async () => {
    await at.putRun(RUN, { 'c/a.mp4': 'done', 'c/b.mp4': 'working' }, { status: 'RUNNING' });

    expect(await status({ run: '202611' }, at.destination, at.reporter)).toBe(0);

    expect(at.events.map((event) => RunEvent.parse(event))).toMatchObject([
      {
        type: 'status',
        run: RUN,
        videos: [{ state: 'done' }, { state: 'working', chunks: 3, chunksDone: 1 }],
      },
    ]);
  });
});
