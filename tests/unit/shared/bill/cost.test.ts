import { describe, expect, it } from '@jest/globals';
import {
  dollarsOf,
  runDollars,
  transcribeDollars,
  videoDollars,
  videoWork,
} from '../../../../services/shared/bill/cost.ts';
import { aMergeOutput } from '../../fakes.ts';

const nothing = { gbSeconds: 0, requests: 0, transitions: 0, puts: 0, gets: 0 };

describe('dollarsOf', () => {
  it.each([
    ['nothing', {}, 0],
    ['gigabyte-seconds', { gbSeconds: 600 }, 0.01],
    ['a million calls', { requests: 1_000_000 }, 0.2],
    ['a thousand transitions', { transitions: 1_000 }, 0.025],
    ['a thousand PUTs', { puts: 1_000 }, 0.005],
    ['a thousand GETs', { gets: 1_000 }, 0.0004],
    ['all of that', { gbSeconds: 600, requests: 1_000_000, transitions: 1_000, puts: 1_000 }, 0.24],
  ])("is AWS's price of %s", (_what, work, dollars) => {
    expect(dollarsOf({ ...nothing, ...work })).toBe(dollars);
  });
});

describe('videoDollars', () => {
  const gbSeconds = { split: 100, transcribe: 400, merge: 10 };

  it('is about a cent for an hour of lecture', () => {
    const merge = aMergeOutput({ gbSeconds, chunks: 3, duration: 3_600 });

    expect(videoDollars(merge)).toBe(dollarsOf(videoWork(510, 3_600, 3)));
    expect(videoDollars(merge)).toBeCloseTo(0.009, 3);
  });

  it("is 0 on the user's own machine", () => {
    expect(videoDollars(aMergeOutput({ gbSeconds: { split: 0, transcribe: 0, merge: 0 } }))).toBe(0);
  });

  it('is unknown for a result of an older version', () => {
    const { gbSeconds: _, chunks: __, ...older } = aMergeOutput();

    expect(videoDollars(older)).toBeUndefined();
  });

  it('grows with the chunks', () => {
    const [one, ten] = [1, 10].map((chunks) => videoDollars(aMergeOutput({ gbSeconds, chunks })));

    expect(ten).toBeGreaterThan(one ?? 0);
  });
});

it('is small for a run, compared to its videos', () => {
  expect(runDollars()).toBeGreaterThan(0);
  expect(runDollars()).toBeLessThan(0.001);
});

it.each([
  [3_600, 1.44],
  [60, 0.024],
  [15, 0.006],
  [3, 0.006],
])('is, with Amazon Transcribe, that of %d s, or of 15 s for less', (seconds, dollars) => {
  expect(transcribeDollars(seconds)).toBe(dollars);
});
