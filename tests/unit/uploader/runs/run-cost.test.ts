import { describe, expect, it } from '@jest/globals';
import { Report } from '../../../../services/shared/contracts/steps.ts';
import { costOf } from '../../../../services/uploader/runs/run-cost.ts';
import { aMergeOutput } from '../../fakes.ts';

/** A report of version 0.2.0. */
const older = {
  run: '20261122T151500Z-a1b2',
  finishedAt: '2026-11-22T15:20:00.000Z',
  totals: {
    videos: 2,
    done: 2,
    failed: 0,
    durationSeconds: 3_606,
    words: 100,
    speechSeconds: 3_000,
    coveredSeconds: 3_000,
    incomplete: 0,
  },
  videos: [3_600, 6].map((duration) => ({
    key: `${duration}.mp4`,
    state: 'done',
    transcript: aMergeOutput({ duration, seconds: { split: 10, transcribe: 90, merge: 1 } }),
  })),
};
const report = Report.parse({ ...older, totals: { ...older.totals, gbSeconds: 550, dollars: 0.0102 } });

describe('costOf', () => {
  it('compares the time and cost of a run with the price of Amazon Transcribe', () => {
    expect(costOf(report)).toEqual({
      hours: 3_606 / 3_600,
      dollars: 0.0102,
      // Amazon Transcribe bills the short one as 15 s.
      transcribeDollars: 1.446,
      computeSeconds: 202,
    });
  });

  it('returns undefined for a report of an older version, which still parses', () => {
    expect(costOf(Report.parse(older))).toBeUndefined();
  });

  it('returns undefined for a run that transcribed nothing', () => {
    expect(costOf({ ...report, videos: [{ key: 'a.mp4', state: 'done', upToDate: true }] })).toBeUndefined();
  });
});
