// Lets a test decide when a time limit is over, so that no test waits for a clock or races with one.
import { setTimeout as sleep } from 'node:timers/promises';
import { jest } from '@jest/globals';

/** Waits without a limit; jest's own limit ends the test if it never happens. */
export const until = async (is: () => boolean | Promise<boolean>): Promise<void> => {
  while (!(await is())) await sleep(5);
};

const canRefresh = (timer: unknown): timer is { refresh: () => unknown } =>
  typeof timer === 'object' && timer !== null && 'refresh' in timer;

/** Observes `setTimeout`, which works normally until `release` is called. */
export const heldTimers = () => {
  const spy = jest.spyOn(globalThis, 'setTimeout');
  const timersOf = (wanted: number) =>
    spy.mock.calls.flatMap(([end, ms], call) => {
      const timer = spy.mock.results[call]?.value;
      return ms === wanted && canRefresh(timer) ? [{ end, timer }] : [];
    });
  return {
    /** Counts from now on how often the current timers with this delay are restarted. */
    countRefreshes: (ms: number): (() => number) => {
      const refreshes = timersOf(ms).map(({ timer }) => jest.spyOn(timer, 'refresh'));
      return () => refreshes.reduce((sum, { mock }) => sum + mock.calls.length, 0);
    },
    /** Fires each timer with this delay, as soon as there is one. */
    pass: async (ms: number): Promise<void> => {
      await until(() => timersOf(ms).length > 0);
      for (const { end } of timersOf(ms)) end();
    },
    release: () => spy.mockRestore(),
  };
};
