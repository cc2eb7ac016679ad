import { describe, expect, it } from '@jest/globals';
import type { RunRow, RunState } from '../../../../services/uploader/output/run-events.ts';
import {
  cancelLines,
  fetchedLines,
  retryLines,
  runsTable,
  standing,
  statusLines,
} from '../../../../services/uploader/output/runs.ts';
import { BROKEN, RUN } from '../runs/run-store.ts';

const row: RunRow = {
  run: RUN,
  status: 'SUCCEEDED',
  startedAt: '2026-11-22T15:15:00Z',
  finishedAt: '2026-11-22T15:20:00.000Z',
  reported: true,
  dollars: 0.05,
  videos: 12,
  done: 12,
  failed: 0,
  soundSeconds: 5_400,
};

describe('standing', () => {
  it.each([
    ['SUCCEEDED', true, 0, 'done'],
    ['FAILED', true, 2, 'ended, 2 failed'],
    ['FAILED', false, 0, 'failed'],
    ['RUNNING', false, 1, 'running'],
    ['ABORTED', false, 0, 'cancelled'],
    ['TIMED_OUT', false, 0, 'ran out of time'],
    ['NOT_STARTED', false, 0, 'not started'],
    ['UNKNOWN', false, 0, 'no report yet'],
  ] as const)('for %s (report: %s, failed: %i) is %s', (status, reported, failed, words) => {
    expect(standing({ status, reported }, failed)).toBe(words);
  });
});

describe('runsTable', () => {
  it('has one line for each run', () => {
    const { dollars: _none, ...running } = {
      ...row,
      status: 'RUNNING' as const,
      reported: false,
      done: 3,
      failed: 1,
    };

    expect(runsTable({ type: 'runs', runs: [{ ...running, run: 'my-run' }, row], older: 1 })).toEqual(
      [
        'RUN                    STARTED (UTC)     STATUS   DONE  FAILED  OF   SOUND   COST',
        'my-run                 2026-11-22 15:15  running     3       1  12  1 h 30 min',
        `${RUN}  2026-11-22 15:15  done       12       0  12  1 h 30 min  $0.05`,
        '1 older run not shown: uploader status --all',
      ].map((line) => line.replace('OF   SOUND ', 'OF       SOUND ')),
    );
  });

  it.each([
    [80, `${RUN}  done      12       0  12  1 h 30 min  $0.05`],
    [40, `${RUN}  done      12  12`],
  ])('drops columns that repeat the id and the status on a terminal of %i columns', (columns, line) => {
    expect(runsTable({ type: 'runs', runs: [row], older: 0 }, columns)[1]).toBe(line);
  });

  it('says that there are no runs', () => {
    expect(runsTable({ type: 'runs', runs: [], older: 0 })).toEqual(['There are no runs yet.']);
  });
});

describe('statusLines', () => {
  const state: RunState = {
    run: RUN,
    status: 'RUNNING',
    startedAt: '2026-11-22T15:15:00Z',
    reported: false,
    videos: [
      { key: 'c/a.mp4', state: 'done', soundSeconds: 60 },
      { key: 'c/b\u001b[2J.mp4', state: 'failed', error: { ...BROKEN, message: 'No\u0007.' } },
      { key: 'c/d.mp4', state: 'working', chunks: 3, chunksDone: 1 },
      { key: 'c/e.mp4', state: 'waiting' },
    ],
  };

  it('have one line for each video, without control characters', () => {
    expect(statusLines(state)).toEqual(
      [
        `${RUN}: running, started 2026-11-22 15:15 UTC`,
        '1 of 4 videos done',
        '  done     c/a.mp4       60 s',
        '  failed   c/b?[2J.mp4  No?.',
        '  working  c/d.mp4       1 of 3 chunks',
        '  waiting  c/e.mp4',
      ].map((line) => line.replace(/mp4 {7}/, 'mp4      ')),
    );
  });

  it('shorten names on a narrow terminal, but not reasons', () => {
    const key = 'a long name of a course/a long name of a lesson/video.mp4';
    const error = { ...BROKEN, message: `${key} is broken, and this is what to do about it.` };
    const videos: RunState['videos'] = [
      { key, state: 'failed', error },
      { key: 'c/a.mp4', state: 'done', soundSeconds: 60, incomplete: true },
    ];

    expect(statusLines({ ...state, videos }, 40).slice(2)).toEqual([
      '  failed  a long name…on/video.mp4',
      `    ${error.message}`,
      '  done    c/a.mp4                   60 s',
      '    INCOMPLETE: the file is cut off or broken',
    ]);
  });

  it('say why a run ended without its report', () => {
    const [first] = statusLines({ ...state, status: 'ABORTED', cause: 'uploader cancel' });

    expect(first).toBe(`${RUN}: cancelled (uploader cancel), started 2026-11-22 15:15 UTC`);
  });

  it('show the cost of a run that has ended, and which videos are cut off', () => {
    const video = { key: 'c/a.mp4', state: 'done' as const, soundSeconds: 60, incomplete: true };
    const { finishedAt = '', dollars = 0 } = row;

    expect(statusLines({ ...state, reported: true, finishedAt, dollars, videos: [video] })).toEqual([
      `${RUN}: done, started 2026-11-22 15:15, ended 2026-11-22 15:20 UTC`,
      '1 of 1 video done, $0.05',
      '  done  c/a.mp4  60 s, INCOMPLETE: the file is cut off or broken',
    ]);
  });
});

describe('fetchedLines', () => {
  const fetched = { type: 'fetched', run: RUN, out: 'texts', videos: 5, written: 2, same: 1 } as const;

  it.each([
    ['RUNNING', 0, 2, `2 transcripts written to texts, 1 already there. In the run ${RUN}: 2 not ready yet.`],
    [
      'ABORTED',
      1,
      1,
      `2 transcripts written to texts, 1 already there. In the run ${RUN}: 1 failed, 1 not finished.`,
    ],
    ['SUCCEEDED', 0, 0, '2 transcripts written to texts, 1 already there.'],
  ] as const)('summarise a run that is %s', (status, failed, unfinished, line) => {
    expect(fetchedLines({ ...fetched, status, failed, unfinished })).toEqual([line]);
  });
});

describe('retryLines', () => {
  const nothing = { type: 'retry', run: RUN, videos: [], transcribed: [], sendAgain: [] } as const;
  const of = (fields: { newRun?: string; videos?: string[]; transcribed?: string[]; sendAgain?: string[] }) =>
    retryLines({ ...nothing, videos: [], transcribed: [], sendAgain: [], ...fields });

  it('name the new run and the videos that it leaves out', () => {
    expect(of({ newRun: 'new', videos: ['a'], transcribed: ['b'], sendAgain: ['d'] })).toEqual([
      `The run new transcribes 1 video of ${RUN} again: uploader watch new`,
      'Already transcribed (uploader <dir> --wait downloads the transcript):',
      '  b',
      'No longer in the bucket; send again with uploader <dir>:',
      '  d',
    ]);
  });

  it.each([
    ['every video is done', {}, `Every video of the run ${RUN} is done.`],
    [
      'every video is gone',
      { sendAgain: ['d'] },
      `Nothing of the run ${RUN} is left in the bucket to transcribe again.`,
    ],
  ])('say that %s', (_what, fields, line) => {
    expect(of(fields)[0]).toBe(line);
  });
});

describe('cancelLines', () => {
  const cancel = { type: 'cancel', run: RUN, status: 'ABORTED', cancelled: true } as const;
  const counts = { done: 1, failed: 1, unfinished: 2 };
  const goesOn = `The unfinished videos stay in the bucket. To transcribe them: uploader retry ${RUN}`;

  it.each([
    [{}, [`The run ${RUN} is cancelled: 1 done, 1 failed, 2 not finished.`, goesOn]],
    [
      { cancelled: false },
      [`The run ${RUN} was already cancelled: 1 done, 1 failed, 2 not finished.`, goesOn],
    ],
    [
      { cancelled: false, status: 'FAILED' as const },
      [`The run ${RUN} has already ended: 1 done, 1 failed, 2 not finished.`],
    ],
    [
      { cancelled: false, status: 'NOT_STARTED' as const },
      [`The run ${RUN} has not started, so there is nothing to cancel.`],
    ],
  ])('explain the outcome: %j', (fields, lines) => {
    expect(cancelLines({ ...cancel, ...counts, ...fields })).toEqual(lines);
  });
});
