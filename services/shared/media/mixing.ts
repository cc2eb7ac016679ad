// Mixes a decoded soundtrack to one channel, and measures its channels meanwhile.
import { VideoUnreadable } from '../contracts/errors.ts';
import type { Layout } from './layout.ts';
import { type Mixed, makeMix, type WeightOptions, WINDOW_FRAMES } from './mix.ts';
import { SAMPLE_RATE } from './pcm.ts';
import { weightsOf } from './weights.ts';

/** A minute of them takes 123 MB of memory. As in seventh-order ambisonics. */
const MOST_CHANNELS = 64;

const BYTES_PER_SAMPLE = 2;

/** Interleaved samples of all channels, and how they were mixed. */
export type Window = Mixed & { samples: Int16Array; layout: Layout };

export type MixOptions = Partial<WeightOptions> & {
  /** The channels to mix, from 1; by default all but a subwoofer's. */
  channels?: number[] | undefined;
  /** The factor for the mix; by default 1. */
  gain?: number | undefined;
  /** Called with each window; the decoder waits for it. */
  onWindow?: ((window: Window) => Promise<void>) | undefined;
};

/** A summary of the whole mix. */
export type MixSummary = {
  layout: Layout;
  /** The largest sample of all channels; 1 is full scale. */
  peak: number;
  /** How long the channels cancelled each other, so that one of them was used. */
  cancelledSeconds: number;
};

export const makeMixing = (
  key: string,
  { channels, gain = 1, onWindow, countsSilent = true }: MixOptions,
) => {
  const summary: MixSummary = { layout: { channels: 0, speakers: [] }, peak: 0, cancelledSeconds: 0 };
  const heard = channels?.map((channel) => channel - 1);

  /** @throws {VideoUnreadable} if there are too many channels. */
  async function* mix(interleaved: AsyncIterable<Buffer[]>, layout: Layout): AsyncGenerator<Buffer> {
    summary.layout = layout;
    refuseTooMany(key, layout);
    const weights = weightsOf(layout, heard).map((weight) => weight * gain);
    const mixWindow = makeMix(weights, { countsSilent });
    for await (const samples of windowsOf(interleaved, layout.channels)) {
      const mixed = mixWindow(samples);
      note(mixed);
      yield Buffer.from(mixed.mono.buffer, mixed.mono.byteOffset, mixed.mono.byteLength);
      await onWindow?.({ ...mixed, samples, layout });
    }
  }

  const note = ({ mono, powers, lead }: Mixed): void => {
    for (const peak of powers.peaks) summary.peak = Math.max(summary.peak, peak / 32_768);
    if (lead !== undefined) summary.cancelledSeconds += mono.length / SAMPLE_RATE;
  };

  return { mix, summary };
};

/** @throws {VideoUnreadable} */
export const refuseTooMany = (key: string, { channels }: Layout): void => {
  if (channels > MOST_CHANNELS)
    throw new VideoUnreadable(
      key,
      `its soundtrack has ${channels} channels, but at most ${MOST_CHANNELS} can be mixed`,
    );
};

/** Splits into arrays of whole frames; drops an incomplete frame at the end. */
async function* windowsOf(batches: AsyncIterable<Buffer[]>, channels: number): AsyncGenerator<Int16Array> {
  const frameBytes = channels * BYTES_PER_SAMPLE;
  const fresh = () => Buffer.from(new ArrayBuffer(WINDOW_FRAMES * frameBytes));
  let window = fresh();
  let filled = 0;
  for await (const chunks of batches)
    for (const chunk of chunks)
      for (let at = 0; at < chunk.length; ) {
        const copied = chunk.copy(window, filled, at);
        at += copied;
        filled += copied;
        if (filled < window.length) continue;
        yield new Int16Array(window.buffer);
        window = fresh();
        filled = 0;
      }
  const frames = Math.floor(filled / frameBytes);
  if (frames > 0) yield new Int16Array(window.buffer, 0, frames * channels);
}
