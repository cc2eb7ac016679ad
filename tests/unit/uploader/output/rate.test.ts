import { describe, expect, it } from '@jest/globals';
import { makeRate } from '../../../../services/uploader/output/rate.ts';
import { stoppedClock } from './clock.ts';

const setUp = () => {
  const { now, pass } = stoppedClock();
  const rate = makeRate(now);
  /** Adds `perSecond` each second, in ten steps. */
  const flow = (seconds: number, perSecond: number) => {
    for (let step = 0; step < seconds * 10; step += 1) {
      pass(100);
      rate.add(perSecond / 10);
    }
  };
  return { rate, pass, flow };
};

describe('makeRate', () => {
  it('is 0 at first', () => {
    const { rate, pass } = setUp();

    expect(rate.perSecond()).toBe(0);
    pass(1_000);
    expect(rate.perSecond()).toBe(0);
  });

  it('is the amount divided by the time', () => {
    const { rate, flow } = setUp();

    flow(3, 1_000);

    expect(rate.perSecond()).toBeCloseTo(1_000, -1);
  });

  it('forgets what is older than its window', () => {
    const { rate, flow } = setUp();

    flow(60, 1_000_000);
    flow(12, 1_000);

    expect(rate.perSecond()).toBeLessThan(1_100);
  });

  it('sinks to 0 if nothing more is added', () => {
    const { rate, flow, pass } = setUp();

    flow(20, 1_000);
    pass(5_000);
    expect(rate.perSecond()).toBeLessThan(600);
    pass(10_000);

    expect(rate.perSecond()).toBe(0);
  });

  it('is never negative, however much has to be sent again', () => {
    const { rate, flow, pass } = setUp();

    flow(5, 1_000);
    pass(1_000);
    rate.add(-100_000);

    expect(rate.perSecond()).toBe(0);
  });
});
