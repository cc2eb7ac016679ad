// The current rate, from the last seconds: an average since the start would take minutes to show a change.

const WINDOW_MS = 10_000;

/** Samples closer together than this add nothing. */
const STEP_MS = 200;

/** @param now milliseconds of a monotonic clock. */
export const makeRate = (now: () => number) => {
  let total = 0;
  let samples = [{ at: now(), total: 0 }];
  return {
    /** Negative for bytes that have to be sent again. */
    add(amount: number) {
      total += amount;
      const at = now();
      const last = samples.at(-1);
      if (last && at - last.at < STEP_MS && samples.length > 1) last.total = total;
      else samples.push({ at, total });
    },
    perSecond(): number {
      const at = now();
      const recent = samples.findLastIndex((sample) => sample.at <= at - WINDOW_MS);
      if (recent > 0) samples = samples.slice(recent);
      const first = samples[0];
      if (!first || at === first.at) return 0;
      return Math.max(0, ((total - first.total) * 1_000) / (at - first.at));
    },
  };
};
