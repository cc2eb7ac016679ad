import { describe, expect, it } from '@jest/globals';
import { makeRate } from '../../../../services/uploader/output/rate.ts';
import { stoppedClock } from './clock.ts';

const setUp = () => {
  const { now, pass } = stoppedClock();
  const rate = makeRate(now);
  /** So much a second, in ten steps each. */
  const flow = (seconds: number, perSecond: number) => {
    for (let step = 0; step < seconds * 10; step += 1) {
      pass(100);
      rate.add(perSecond / 10);
    }
  };
  return { rate, pass, flow };
};

describe('makeRate', () => {
  it('is nothing before anything came', () => {
    const { rate, pass } = setUp();

    expect(rate.perSecond()).toBe(0);
    pass(1_000);
    expect(rate.perSecond()).toBe(0);
  });

  it('is what came, by the time that it took', () => {
    const { rate, flow } = setUp();

    flow(3, 1_000);

    expect(rate.perSecond()).toBeCloseTo(1_000, -1);
  });

  it('forgets what is longer ago than its window', () => {
    const { rate, flow } = setUp();

    flow(60, 1_000_000);
    flow(12, 1_000);

    expect(rate.perSecond()).toBeLessThan(1_100);
  });

  it('sinks to nothing where nothing comes any more', () => {
    const { rate, flow, pass } = setUp();

    flow(20, 1_000);
    pass(5_000);
    expect(rate.perSecond()).toBeLessThan(600);
    pass(10_000);

    expect(rate.perSecond()).toBe(0);
  });

  it('is never negative, whatever has to be sent again', () => {
    const { rate, flow, pass } = setUp();

    flow(5, 1_000);
    pass(1_000);
    rate.add(-100_000);

    expect(rate.perSecond()).toBe(0);
  });
});
