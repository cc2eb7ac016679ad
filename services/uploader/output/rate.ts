// How fast something goes now, from the last seconds of it: an average since the start would take minutes to notice a change.

const WINDOW_MS = 10_000;

/** Samples closer together than this say nothing new. */
const STEP_MS = 200;

/** @param now milliseconds of any clock that does not go back. */
export const makeRate = (now: () => number) => {
  let total = 0;
  let samples = [{ at: now(), total: 0 }];
  return {
    /** Negative where something has to be done again. */
    add(amount: number) {
      total += amount;
      const at = now();
      const last = samples.at(-1);
      if (last && at - last.at < STEP_MS && samples.length > 1) last.total = total;
      else samples.push({ at, total });
    },
    /** Per second; 0 where nothing has come for the whole window. */
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
