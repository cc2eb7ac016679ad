import { beforeEach, describe, expect, it } from '@jest/globals';
import { keys } from '../../../../services/shared/contracts/keys.ts';
import { type Item, Manifest } from '../../../../services/shared/contracts/steps.ts';
import { retry } from '../../../../services/uploader/commands/retry.ts';
import { RunEvent } from '../../../../services/uploader/output/run-events.ts';
import { listRuns } from '../../../../services/uploader/runs/list.ts';
import { useEach } from '../../../fixtures/use-each.ts';
import { openRunStore, RUN, reportOf, resultOf } from '../runs/run-store.ts';

describe('retry', () => {
  const at = useEach(openRunStore);
  let items: Item[];
  beforeEach(async () => {
    const states = {
      'c/a.mp4': 'done',
      'c/b.mp4': 'failed',
      'c/d.mp4': 'working',
      'c/e.mp4': 'waiting',
    } as const;
    items = await at.putRun(RUN, states, { status: 'ABORTED' });
  });

  const retrying = (destination = at.destination) => retry({ run: RUN }, destination, at.reporter);
  const told = () => {
    const event = RunEvent.parse(at.events.at(-1));
    return event.type === 'retry' ? event : undefined;
  };
  const manifestOf = (run = '') => at.videos.readJson(keys.manifest(run), Manifest);
  const itemOf = (key: string) => items.find(({ Key }) => Key === key);

  it('starts a run with the failed and unfinished videos', async () => {
    expect(await retrying()).toBe(0);

    const { newRun, ...event } = told() ?? {};
    expect(event).toEqual({
      type: 'retry',
      run: RUN,
      videos: ['c/b.mp4', 'c/d.mp4', 'c/e.mp4'],
      transcribed: [],
      sendAgain: [],
    });
    expect(await manifestOf(newRun)).toEqual(items.slice(1));
    expect(await at.videos.readText(keys.done(newRun ?? ''))).toBe('');
    expect((await listRuns(at.videos)).at(-1)).toBe(newRun);
  });

  it('includes a failed video of a run with a report in its newest version, with its options', async () => {
    const wanted = { language: 'de', prompt: 'etcd' };
    const manifest = [...items.slice(0, 1), { ...itemOf('c/b.mp4'), Options: wanted }];
    await at.videos.writeJson(keys.manifest(RUN), manifest);
    const report = reportOf(RUN, [resultOf('c/a.mp4', 'done'), resultOf('c/b.mp4', 'failed')]);
    await at.transcripts.writeJson(keys.report(RUN), report);
    at.executions.set(RUN, { status: 'FAILED' });
    const newer = await at.putVideo('c/b.mp4', 'exported again');

    expect(await retrying()).toBe(0);

    expect(await manifestOf(told()?.newRun)).toEqual([{ ...newer, Options: wanted }]);
    expect(newer.Etag).not.toBe(itemOf('c/b.mp4')?.Etag);
  });

  it('names videos that are gone from the bucket: transcribed, or to be sent again', async () => {
    for (const key of ['c/b.mp4', 'c/d.mp4']) await at.videos.removeAll(key);
    await at.putTranscript('c/b.mp4', 'of an older version');
    await at.putTranscript('c/d.mp4', itemOf('c/d.mp4')?.Etag);

    expect(await retrying()).toBe(2);

    expect(told()).toMatchObject({ videos: ['c/e.mp4'], transcribed: ['c/d.mp4'], sendAgain: ['c/b.mp4'] });
  });

  it('starts nothing if nothing is left, and says so', async () => {
    for (const key of ['c/b.mp4', 'c/d.mp4', 'c/e.mp4']) await at.videos.removeAll(key);

    expect(await retrying()).toBe(2);

    expect(told()).toEqual({
      type: 'retry',
      run: RUN,
      videos: [],
      transcribed: [],
      sendAgain: ['c/b.mp4', 'c/d.mp4', 'c/e.mp4'],
    });
    expect(await listRuns(at.videos)).toEqual([RUN]);
  });

  it('does nothing for a run that is done', async () => {
    for (const { Key } of items) await at.putState(RUN, Key, 'done');
    at.executions.set(RUN, { status: 'SUCCEEDED' });

    expect(await retrying()).toBe(0);

    expect(told()).toMatchObject({ videos: [], transcribed: [], sendAgain: [] });
  });

  it.each([
    ['a run that is running', 'RUNNING', /is still running\. Wait .*uploader cancel/],
    ['a run that is about to start', undefined, /is about to start/],
  ] as const)('refuses %s', async (_when, status, message) => {
    at.executions.clear();
    if (status) at.executions.set(RUN, { status });

    await expect(retrying()).rejects.toThrow(message);

    expect(await listRuns(at.videos)).toEqual([RUN]);
  });

  it('refuses if it is unknown whether the run is still running', async () => {
    const { execution: _unknown, ...destination } = at.destination;

    await expect(retrying(destination)).rejects.toThrow(/Cannot tell .* STATE_MACHINE_ARN/);
  });

  it('refuses if another run already has these videos', async () => {
    const asked: Item[][] = [];
    const runningRun = async (wanted: Item[]) => {
      asked.push(wanted);
      return 'another-run';
    };

    await expect(retrying({ ...at.destination, runningRun })).rejects.toThrow(
      /The run another-run is already working on these/,
    );

    expect(asked).toEqual([items.slice(1)]);
  });

  it('refuses if the manifest has expired', async () => {
    await at.videos.removeAll(keys.manifest(RUN));
    await at.transcripts.writeJson(keys.report(RUN), reportOf(RUN, [resultOf('c/b.mp4', 'failed')]));

    await expect(retrying()).rejects.toThrow(/manifest of the run .* is gone/);
  });
});
