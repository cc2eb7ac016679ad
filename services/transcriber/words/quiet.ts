// Where samples may be cut though nobody pauses: at their quietest places. Numbers in, numbers out.
// Not where a soundtrack is cut into chunks: that is `cuts.ts`, which knows the pauses.

/** Of what is looked at for one place: about the closure of a consonant. */
const FRAME_SECONDS = 0.1;
const STEP_SECONDS = 0.02;

/** How far from its ideal place a cut may move, as a share of a piece's length. */
const REACH_SHARE = 0.35;

/**
 * The seconds at which to cut samples into pieces of about `length` seconds, in rising order; none for a single piece.
 * @param rate samples a second
 */
export const quietCuts = (samples: Int16Array, rate: number, length: number): number[] => {
  const seconds = samples.length / rate;
  const pieces = Math.max(1, Math.round(seconds / length));
  const reach = (REACH_SHARE * seconds) / pieces;
  return Array.from({ length: pieces - 1 }, (_, index) =>
    quietest(samples, rate, ((index + 1) * seconds) / pieces, reach),
  );
};

const quietest = (samples: Int16Array, rate: number, ideal: number, reach: number): number => {
  let best = { at: ideal, energy: Number.POSITIVE_INFINITY };
  for (let at = ideal - reach; at <= ideal + reach; at += STEP_SECONDS) {
    const from = Math.round((at - FRAME_SECONDS / 2) * rate);
    const energy = energyOf(samples.subarray(Math.max(0, from), from + FRAME_SECONDS * rate));
    // Of equals, as in digital silence, the one that is nearest to its ideal place.
    const isBetter =
      energy < best.energy || (energy === best.energy && Math.abs(at - ideal) < Math.abs(best.at - ideal));
    if (isBetter) best = { at, energy };
  }
  return best.at;
};

export const energyOf = (samples: Int16Array): number => {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return sum;
};
