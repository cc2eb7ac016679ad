import { describe, expect, it } from '@jest/globals';
import { makeClock } from '../../../tools/simulate/events.ts';
import { makeLevel, makePeakRate } from '../../../tools/simulate/gauge.ts';
import { makeLambda } from '../../../tools/simulate/lambda.ts';
import { QUOTAS } from '../../../tools/simulate/quotas.ts';
import { nextDelay } from '../../../tools/simulate/retry.ts';
import { simulateRun } from '../../../tools/simulate/run.ts';
import { readMachine, readStack } from '../../../tools/simulate/stack.ts';
import { makeTokenBucket } from '../../../tools/simulate/token-bucket.ts';

describe('makeClock', () => {
  it('lets an event add others, but none in the past', () => {
    const clock = makeClock();
    const times: number[] = [];
    clock.at(5, () => {
      clock.at(1, () => times.push(clock.now()));
      clock.at(7, () => times.push(clock.now()));
    });

    clock.run();

    expect(times).toEqual([5, 7]);
  });
});

describe('makeTokenBucket', () => {
  it('gives all that it holds at once, and then a fixed number per second', () => {
    const bucket = makeTokenBucket(2, 10);

    expect([0, 0, 0, 0].map((now) => bucket.reserve(now))).toEqual([0, 0, 0.1, 0.2]);
    expect(bucket.reserve(100)).toBe(100);
  });

  it('refuses when it is empty, and saves up no more than it can hold', () => {
    const bucket = makeTokenBucket(1, 10);

    expect([0, 0, 0.05, 0.1, 50, 50].map((now) => bucket.take(now))).toEqual([
      true,
      false,
      false,
      true,
      true,
      false,
    ]);
  });
});

describe('makeLambda', () => {
  it("refuses calls above the account's concurrency, counted over all functions", () => {
    const lambda = makeLambda(2);

    expect(lambda.call('a', 0)).toEqual({ isCold: true });
    expect(lambda.call('b', 0)).toEqual({ isCold: true });
    expect(lambda.call('a', 0)).toBeUndefined();
    lambda.end('a', 1);
    expect(lambda.call('a', 1)).toEqual({ isCold: false });
    expect(lambda.working.peak()).toBe(2);
  });

  it('scales a function by a thousand in ten seconds, and another independently', () => {
    const lambda = makeLambda(10_000);
    const taken = (name: string, now: number) =>
      Array.from({ length: 1_500 }, () => lambda.call(name, now)).filter((call) => call).length;

    expect(taken('a', 0)).toBe(1_000);
    expect(taken('b', 0)).toBe(1_000);
    expect(taken('a', 1)).toBe(100);
  });
});

describe('nextDelay', () => {
  const retrier = {
    ErrorEquals: ['Busy'],
    IntervalSeconds: 2,
    BackoffRate: 2,
    MaxAttempts: 4,
    MaxDelaySeconds: 10,
    JitterStrategy: 'NONE' as const,
  };

  it('waits longer each time, up to the limit, and then stops', () => {
    const attempts: number[] = [];

    const delays = Array.from({ length: 5 }, () => nextDelay([retrier], attempts, 'Busy', Math.random));

    expect(delays).toEqual([2, 4, 8, 10, undefined]);
  });

  it('adds jitter if the ASL says so', () => {
    const jitter = { ...retrier, JitterStrategy: 'FULL' as const };

    expect(nextDelay([jitter], [], 'Busy', () => 0.25)).toBe(0.5);
  });

  it('counts each retrier separately, and ignores other errors', () => {
    const attempts: number[] = [];

    expect(nextDelay([retrier], attempts, 'Other', Math.random)).toBeUndefined();
    expect(attempts).toEqual([]);
  });
});

describe('simulateRun', () => {
  it('ends an execution whose history is full, which nothing catches', async () => {
    const call = { seconds: 10, puts: 0, gets: 0, tmpBytes: 0 };
    const nothing = { steps: [], lastTransitions: 1, events: 0, stateBytes: 0, outputBytes: 0 };
    const nearlyFull = QUOTAS.stepFunctions.historyEvents - 1;
    const trace = { ...nothing, steps: [{ state: 'Split', transitions: 1 }], events: nearlyFull };

    const { failures, lambda } = simulateRun(
      { videos: 2, maxConcurrency: 2, lambdaConcurrency: 1, seed: 1 },
      {
        shapes: [{ chunks: 0, calls: { Split: call }, chunkCalls: [] }],
        machine: readMachine((await readStack()).asl),
        functions: new Map(),
        traces: { of: () => trace, after: () => nothing },
        faultOf: () => undefined,
        coldSeconds: 0,
      },
    );

    expect([...failures]).toEqual([['HistoryFull', 1]]);
    expect(lambda.calls.total()).toBe(1);
  });
});

describe('gauges', () => {
  it('know the peak and the average over time of what is held', () => {
    const level = makeLevel();

    level.change(0, 4);
    level.change(5, -3);

    expect(level.peak()).toBe(4);
    expect(level.average(5)).toBe(4);
  });

  it('know the busiest second of what happens', () => {
    const rate = makePeakRate();

    for (const at of [0.1, 0.9, 1.1, 1.2, 1.9, 7]) rate.count(at);

    expect([rate.peak(), rate.total()]).toEqual([3, 6]);
  });
});
