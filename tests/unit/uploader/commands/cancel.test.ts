import { describe, expect, it } from '@jest/globals';
import { cancel } from '../../../../services/uploader/commands/cancel.ts';
import { RunEvent } from '../../../../services/uploader/output/run-events.ts';
import { useEach } from '../../../fixtures/use-each.ts';
import { openRunStore, RUN } from '../runs/run-store.ts';

describe('cancel', () => {
  const at = useEach(openRunStore);

  const putRun = (status?: 'RUNNING' | 'SUCCEEDED' | 'ABORTED') =>
    at.putRun(
      RUN,
      { 'c/a.mp4': 'done', 'c/b.mp4': 'failed', 'c/d.mp4': 'working', 'c/e.mp4': 'waiting' },
      status && { status },
    );
  const cancelling = (destination: typeof at.destination = at.destination) =>
    cancel({ run: 'latest', signal: at.signal }, destination, at.reporter);
  const told = () => at.events.map((event) => RunEvent.parse(event));
  const cancelled = {
    type: 'cancel',
    run: RUN,
    status: 'ABORTED',
    cancelled: true,
    done: 1,
    failed: 1,
    unfinished: 2,
  };

  it('stops the run, waits until it has ended, and deletes nothing', async () => {
    await putRun('RUNNING');
    const stops: string[] = [];
    let polls = 0;
    const destination: typeof at.destination = {
      ...at.destination,
      stop: async (run) => void stops.push(run),
      execution: async (run) => {
        polls += 1;
        if (polls > 3) at.executions.set(run, { status: 'ABORTED' });
        return at.executions.get(run);
      },
    };

    expect(await cancelling(destination)).toBe(0);

    expect(stops).toEqual([RUN]);
    expect(told()).toEqual([cancelled]);
    const left = (await Array.fromAsync(at.videos.list('c/'))).map(({ Key }) => Key);
    expect(left).toEqual(['c/b.mp4', 'c/d.mp4', 'c/e.mp4']);
    expect(await at.transcripts.readText('c/a.txt')).toBeDefined();
  });

  it('says that the run is already cancelled the second time', async () => {
    await putRun('RUNNING');
    await cancelling();

    expect(await cancelling()).toBe(0);

    expect(told()).toEqual([cancelled, { ...cancelled, cancelled: false }]);
  });

  it('says that the run has ended by itself, before or at the same moment', async () => {
    await putRun('SUCCEEDED');
    await cancelling();
    at.executions.set(RUN, { status: 'RUNNING' });
    await cancelling({
      ...at.destination,
      stop: async (run) => void at.executions.set(run, { status: 'SUCCEEDED' }),
    });

    expect(told()).toMatchObject([
      { status: 'SUCCEEDED', cancelled: false },
      { status: 'SUCCEEDED', cancelled: false },
    ]);
  });

  it('waits for a run that is about to start, and then stops it', async () => {
    await putRun();
    let polls = 0;
    const execution = async (run: string) => {
      polls += 1;
      if (polls === 3) at.executions.set(run, { status: 'RUNNING' });
      return at.executions.get(run);
    };

    await cancelling({ ...at.destination, execution });

    expect(told()).toEqual([cancelled]);
  });

  it('does nothing for a run that will not start any more', async () => {
    await putRun();
    const list: typeof at.videos.list = async function* (prefix) {
      for await (const object of at.videos.list(prefix))
        yield { ...object, LastModified: new Date(Date.now() - 3_600_000).toISOString() };
    };

    expect(await cancelling({ ...at.destination, videos: { ...at.videos, list } })).toBe(0);

    expect(told()).toMatchObject([{ status: 'NOT_STARTED', cancelled: false }]);
  });

  it('needs the state machine', async () => {
    const { stop: _unknown, ...destination } = at.destination;

    await expect(cancelling(destination)).rejects.toThrow(/STATE_MACHINE_ARN/);
  });
});
