// Cuts samples at their quietest places, where there is no pause. Numbers in, numbers out.
// Cutting a soundtrack into chunks, in its pauses, is up to `cuts.ts`.

/** How much sound is examined for one cut: about the closure of a consonant. */
const FRAME_SECONDS = 0.1;
const STEP_SECONDS = 0.02;

/** How far a cut may move from its ideal place, as a share of a piece's length. */
const REACH_SHARE = 0.35;

/**
 * Where to cut samples into pieces of about `length` seconds: seconds in rising order, none for a single piece.
 * @param rate samples per second
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
    // Among equally quiet places, as in digital silence, the one closest to the ideal place.
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
