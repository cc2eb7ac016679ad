// Gauges of a resource: its peak, its average over time, its busiest second. Times never decrease.

export type Level = {
  change: (now: number, by: number) => void;
  peak: () => number;
  average: (until: number) => number;
};

/** For something that is held: open executions, running functions. */
export const makeLevel = (): Level => {
  let [level, peak, last, area] = [0, 0, 0, 0];
  return {
    change: (now, by) => {
      area += level * (now - last);
      last = now;
      level += by;
      peak = Math.max(peak, level);
    },
    peak: () => peak,
    average: (until) => (until > 0 ? (area + level * (until - last)) / until : 0),
  };
};

export type PeakRate = { count: (now: number, by?: number) => void; peak: () => number; total: () => number };

/** For something that happens: requests, by the second of the clock. */
export const makePeakRate = (): PeakRate => {
  let [second, inIt, peak, total] = [-1, 0, 0, 0];
  return {
    count: (now, by = 1) => {
      if (Math.floor(now) !== second) [second, inIt] = [Math.floor(now), 0];
      inIt += by;
      total += by;
      peak = Math.max(peak, inIt);
    },
    peak: () => peak,
    total: () => total,
  };
};
