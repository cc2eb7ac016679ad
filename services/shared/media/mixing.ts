// What ffmpeg gives of a soundtrack, all its channels, as one channel; and what there was to see of the channels meanwhile.
import { VideoUnreadable } from '../contracts/errors.ts';
import type { Layout } from './layout.ts';
import { type Mixed, makeMix, WINDOW_FRAMES } from './mix.ts';
import { SAMPLE_RATE } from './pcm.ts';
import { weightsOf } from './weights.ts';

/** A minute of them is in memory while they are looked at: 123 MB. Ambisonics of the seventh order. */
const MOST_CHANNELS = 64;

const BYTES_PER_SAMPLE = 2;

/** Samples of all channels, interleaved, and how they were mixed. */
export type Window = Mixed & { samples: Int16Array; layout: Layout };

export type MixOptions = {
  /** The channels to mix, from 1; unless told, all but a subwoofer's. */
  channels?: number[] | undefined;
  /** How many times louder the mix is to be; 1 unless told. */
  gain?: number | undefined;
  /** Sees each window; the decoder waits for it. */
  onWindow?: ((window: Window) => Promise<void>) | undefined;
};

/** What the mix of a whole soundtrack was. */
export type MixSummary = {
  layout: Layout;
  /** The largest sample of all channels; 1 is full scale. */
  peak: number;
  /** For so long its channels cancelled each other, and one of them was taken. */
  cancelledSeconds: number;
};

/** @param key the video's name, for the errors. */
export const makeMixing = (key: string, { channels, gain = 1, onWindow }: MixOptions) => {
  const summary: MixSummary = { layout: { channels: 0, speakers: [] }, peak: 0, cancelledSeconds: 0 };
  const heard = channels?.map((channel) => channel - 1);

  /** @throws {VideoUnreadable} too many channels. */
  async function* mix(interleaved: AsyncIterable<Buffer>, layout: Layout): AsyncGenerator<Buffer> {
    summary.layout = layout;
    refuseTooMany(key, layout);
    const mixWindow = makeMix(weightsOf(layout, heard).map((weight) => weight * gain));
    for await (const samples of windowsOf(interleaved, layout.channels)) {
      const mixed = mixWindow(samples);
      note(mixed);
      yield Buffer.from(mixed.mono.buffer);
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
      `its soundtrack has ${channels} channels, and at most ${MOST_CHANNELS} can be mixed`,
    );
};

/** Whole frames, in arrays of their own; a frame that is cut off at the end is left out. */
async function* windowsOf(chunks: AsyncIterable<Buffer>, channels: number): AsyncGenerator<Int16Array> {
  const frameBytes = channels * BYTES_PER_SAMPLE;
  const fresh = () => Buffer.from(new ArrayBuffer(WINDOW_FRAMES * frameBytes));
  let window = fresh();
  let filled = 0;
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; ) {
      const copied = chunk.copy(window, filled, at);
      at += copied;
      filled += copied;
      if (filled < window.length) continue;
      yield new Int16Array(window.buffer);
      window = fresh();
      filled = 0;
    }
  }
  const frames = Math.floor(filled / frameBytes);
  if (frames > 0) yield new Int16Array(window.buffer, 0, frames * channels);
}
