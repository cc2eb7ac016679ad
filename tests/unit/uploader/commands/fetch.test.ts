import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { fetch } from '../../../../services/uploader/commands/fetch.ts';
import { RunEvent } from '../../../../services/uploader/output/run-events.ts';
import { useEach } from '../../../fixtures/use-each.ts';
import { openRunStore, RUN, type Wanted } from '../runs/run-store.ts';

describe('fetch', () => {
  const at = useEach(openRunStore);
  let out: string;
  beforeEach(async () => {
    out = join(at.folder, 'out');
  });

  const fetching = () =>
    fetch({ run: 'latest', out, overwrite: false, page: false }, at.destination, at.reporter);
  const last = () => RunEvent.parse(at.events.at(-1));

  it('downloads the finished transcripts of a running run', async () => {
    const states: Record<string, Wanted> = { 'c/a.mp4': 'done', 'c/b.mp4': 'working', 'c/d.mp4': 'waiting' };
    await at.putRun(RUN, states, { status: 'RUNNING' });

    expect(await fetching()).toBe(0);

    expect((await readdir(join(out, 'c'))).toSorted()).toEqual(['a.json', 'a.srt', 'a.txt', 'a.vtt']);
    expect(await readFile(join(out, 'c/a.txt'), 'utf8')).toBe('words of c/a.mp4');
    expect(at.events.map((event) => RunEvent.parse(event))).toEqual([
      expect.objectContaining({
        type: 'transcript',
        key: 'c/a.mp4',
        isNew: true,
        path: join(out, 'c/a.txt'),
      }),
      {
        type: 'fetched',
        run: RUN,
        status: 'RUNNING',
        out,
        videos: 3,
        written: 1,
        same: 0,
        failed: 0,
        unfinished: 2,
      },
    ]);
  });

  it('downloads only new transcripts the second time', async () => {
    const states: Record<string, Wanted> = { 'c/a.mp4': 'done', 'c/b.mp4': 'working' };
    await at.putRun(RUN, states, { status: 'RUNNING' });
    await fetching();
    await at.putState(RUN, 'c/b.mp4', 'done');

    expect(await fetching()).toBe(0);

    expect(last()).toMatchObject({ written: 1, same: 1, unfinished: 0 });
  });

  it.each([
    ['a failed video', 'failed', 'FAILED', 2],
    ['a video that was never finished', 'waiting', 'ABORTED', 2],
    ['every video done', 'done', 'SUCCEEDED', 0],
  ] as const)('returns the exit code for a run with %s', async (_what, state, status, code) => {
    await at.putRun(RUN, { 'c/a.mp4': 'done', 'c/b.mp4': state }, { status });

    expect(await fetching()).toBe(code);

    expect(at.events.filter(({ type }) => type === 'transcript')).toHaveLength(state === 'done' ? 2 : 1);
  });

  it('continues after a transcript that somebody deleted', async () => {
    await at.putRun(RUN, { 'c/a.mp4': 'done', 'c/b.mp4': 'done' }, { status: 'SUCCEEDED' });
    await at.transcripts.removeAll('c/a.srt');

    expect(await fetching()).toBe(2);

    expect(at.events).toContainEqual({
      type: 'failed',
      key: 'c/a.mp4',
      error: { name: 'UserError', message: 'c/a.srt is not in transcripts.' },
    });
    expect(last()).toMatchObject({ written: 1, failed: 1 });
  });
});
