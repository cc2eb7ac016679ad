import { describe, expect, it } from '@jest/globals';
import { onMachine, onStack, untilTheLast } from '../../../../services/uploader/estimate/work.ts';

/** The defaults in template.yaml. */
const STACK = { memoryMegabytes: 5_120, chunkMinutes: 20, maxConcurrency: 20 };
const HOUR = { seconds: 3_600, bytesToSend: 50_000_000 };

describe('onStack', () => {
  it('takes about a minute and a cent for an hour of lecture', () => {
    const { seconds, dollars } = onStack(HOUR, 1, STACK);

    expect(seconds).toBeGreaterThan(35);
    expect(seconds).toBeLessThan(90);
    expect(dollars).toBeCloseTo(0.01, 2);
  });

  it('takes hardly longer for ten hours, because all chunks run at once', () => {
    const one = onStack(HOUR, 1, STACK);
    const ten = onStack({ seconds: 36_000, bytesToSend: 500_000_000 }, 1, STACK);

    expect(ten.seconds).toBeLessThan(2 * one.seconds);
    expect(ten.dollars / one.dollars).toBeGreaterThan(8);
  });

  it.each([
    ['shorter chunks', 1, { chunkMinutes: 5 }],
    ['more memory', 1, { memoryMegabytes: 10_240 }],
    ['a faster quality', 0.79, {}],
  ])('takes less time with %s', (_what, slowness, parameters) => {
    const usual = onStack(HOUR, 1, STACK);

    const { seconds } = onStack(HOUR, slowness, { ...STACK, ...parameters });

    expect(seconds).toBeLessThan(usual.seconds);
  });

  it('runs more than 40 chunks in turns', () => {
    const minutes = (count: number) => ({ seconds: count * 60, bytesToSend: 0 });
    const stack = { ...STACK, chunkMinutes: 1 };

    const [forty, more] = [40, 41].map((count) => onStack(minutes(count), 1, stack).seconds);

    expect((more ?? 0) - (forty ?? 0)).toBeGreaterThan(5);
  });

  it('includes the cost of Split for a file without sound', () => {
    const { seconds, dollars } = onStack({ seconds: 0, bytesToSend: 0 }, 1, STACK);

    expect(seconds).toBeLessThan(20);
    expect(dollars).toBeLessThan(0.002);
  });

  it('does not assume that a short chunk uses all vCPUs', () => {
    const short = { seconds: 30, bytesToSend: 0 };
    const [small, large] = [2_048, 10_240].map(
      (memoryMegabytes) => onStack(short, 1, { ...STACK, memoryMegabytes }).seconds,
    );

    expect(Math.abs((small ?? 0) - (large ?? 0))).toBeLessThan(1);
  });
});

describe('onMachine', () => {
  it.each([
    ['two cores', 1, 2, 93],
    ['eight cores', 1, 8, 24],
    ['ten times the model', 10, 2, 921],
  ])('divides the 184 s for an hour of lecture, at no cost: %s', (_what, slowness, jobs, seconds) => {
    expect(onMachine(HOUR, slowness, { jobs })).toEqual({ seconds, dollars: 0 });
  });
});

describe('untilTheLast', () => {
  it.each([
    ['takes no time without work', [], 3, 0],
    ['adds up work that runs one after the other', [3, 1, 2], 1, 6],
    ['takes as long as the longest of those that run at once', [3, 1, 2], 3, 3],
    ['does not mind more places than work', [3, 1, 2], 9, 3],
    ['starts the next one in the first free place', [3, 1, 1, 1], 2, 3],
  ])('%s', (_what, seconds, atOnce, end) => {
    expect(untilTheLast(seconds, atOnce)).toBe(end);
  });
});
