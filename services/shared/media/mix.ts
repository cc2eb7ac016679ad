// Mixes a window of samples to one channel. Two channels of opposite phase cancel each other, so if the mix is far quieter
// than its channels, one of them is used instead.
import { SAMPLE_RATE } from './pcm.ts';

/** Short enough that a pause does not decide about the word after it. */
export const WINDOW_FRAMES = SAMPLE_RATE / 2;

/**
 * The least power of a mix, relative to that of unrelated channels. The mean of a voice and -0.9 times the same has 0.006
 * of it, of -0.6 times 0.1; two microphones in one room have 1 to 2.
 */
const LEAST_SHARE = 0.1;

/** For a change between two ways of mixing without a click. */
const FADE_FRAMES = SAMPLE_RATE / 100;

/** Sums of squares over a window of 16-bit samples, by channel except for `mix`. */
export type Powers = {
  channels: Float64Array;
  mix: number;
  /** Products of each channel's samples with the mix's. */
  withMix: Float64Array;
  /** The largest sample of each channel. */
  peaks: Float64Array;
};

export type Mixed = {
  mono: Int16Array;
  powers: Powers;
  /** The index of the channel that was used instead of the mix. */
  lead: number | undefined;
};

export type WeightOptions = {
  /** Whether silent channels make the others quieter. They should not if it was ffmpeg that added them. */
  countsSilent: boolean;
};

/** Takes interleaved windows in order; only the last may be shorter. @param weights one for each channel. */
export const makeMix = (weights: number[], { countsSilent }: WeightOptions) => {
  if (weights.length === 1 && weights[0] === 1) return asItIs;
  let before: number[] | undefined;
  return (samples: Int16Array): Mixed => {
    const mono = new Int16Array(samples.length / weights.length);
    const powers = addUp(samples, weights, mono);
    const lead = leadOf(powers, weights);
    const all = countsSilent ? weights : withoutSilent(weights, powers);
    const used = lead === undefined ? all : alone(weights, lead);
    if (used !== weights) addUp(samples, used, mono);
    if (before?.some((weight, channel) => weight !== used[channel])) fade(mono, before, samples);
    before = used;
    return { mono, powers, lead };
  };
};

/** One channel needs no mix. `mono` is `samples`. */
const asItIs = (samples: Int16Array): Mixed => {
  let [power, lowest, highest] = [0, 0, 0];
  // By index: five times as fast as by iterator.
  for (let at = 0; at < samples.length; at += 1) {
    const sample = samples[at] ?? 0;
    power += sample * sample;
    if (sample > highest) highest = sample;
    if (sample < lowest) lowest = sample;
  }
  const [channels, peaks] = [Float64Array.of(power), Float64Array.of(Math.max(highest, -lowest))];
  return {
    mono: samples,
    powers: { channels, mix: power, withMix: channels, peaks },
    lead: undefined,
  };
};

/** In one pass, since a lecture has a hundred million samples. */
const addUp = (samples: Int16Array, weights: number[], mono: Int16Array): Powers => {
  const count = weights.length;
  const shares = Float64Array.from(weights);
  const channels = new Float64Array(count);
  const withMix = new Float64Array(count);
  const peaks = new Float64Array(count);
  let mix = 0;
  for (let frame = 0, at = 0; frame < mono.length; frame += 1, at += count) {
    let sum = 0;
    for (let channel = 0; channel < count; channel += 1)
      sum += (samples[at + channel] ?? 0) * (shares[channel] ?? 0);
    mono[frame] = toSample(sum);
    mix += sum * sum;
    for (let channel = 0; channel < count; channel += 1) {
      const sample = samples[at + channel] ?? 0;
      channels[channel] = (channels[channel] ?? 0) + sample * sample;
      withMix[channel] = (withMix[channel] ?? 0) + sample * sum;
      if (Math.abs(sample) > (peaks[channel] ?? 0)) peaks[channel] = Math.abs(sample);
    }
  }
  return { channels, mix, withMix, peaks };
};

/** Rounds; `| 0` alone would round towards 0. */
const toSample = (value: number): number => ((value + 32_768.5) | 0) - 32_768;

/** The first of the loud channels, so that it stays the same from window to window. */
const leadOf = ({ channels, mix }: Powers, weights: number[]): number | undefined => {
  const alone = weights.map((weight, channel) => weight * weight * (channels[channel] ?? 0));
  const expected = alone.reduce((sum, power) => sum + power, 0);
  if (mix >= LEAST_SHARE * expected) return undefined;
  const loudest = Math.max(...alone);
  return alone.findIndex((power) => power >= loudest / 2);
};

const sumOf = (weights: number[]): number => weights.reduce((sum, weight) => sum + weight, 0);

/** The weights of one channel, as loud as a mix of identical channels. */
const alone = (weights: number[], lead: number): number[] =>
  weights.map((_, channel) => (channel === lead ? sumOf(weights) : 0));

/** The weights of the channels that have sound, as loud together as all. */
const withoutSilent = (weights: number[], { channels }: Powers): number[] => {
  const sounding = weights.map((weight, channel) => ((channels[channel] ?? 0) > 0 ? weight : 0));
  const [all, left] = [sumOf(weights), sumOf(sounding)];
  return left === 0 || left === all ? weights : sounding.map((weight) => (weight * all) / left);
};

/** Fades the beginning of `mono` in from the way the previous window was mixed. */
const fade = (mono: Int16Array, before: number[], samples: Int16Array): void => {
  const beginning = samples.subarray(0, FADE_FRAMES * before.length);
  const old = new Int16Array(beginning.length / before.length);
  addUp(beginning, before, old);
  for (const [frame, sample] of old.entries()) {
    const share = frame / old.length;
    mono[frame] = toSample(share * (mono[frame] ?? 0) + (1 - share) * sample);
  }
};
