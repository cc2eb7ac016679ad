import { describe, expect, it } from '@jest/globals';
import { makeMixing } from '../../../../services/shared/media/mixing.ts';
import {
  noise,
  powerOf,
  type Signal,
  samplesOf,
  silence,
  streamOf,
  times,
  voice,
} from '../../transcriber/sound/signals.ts';

const SECONDS = 2;

const mixOf = async (signals: Signal[], { mask = 0, channels = undefined as number[] | undefined } = {}) => {
  const { mix, summary } = makeMixing('a.mp4', { channels });
  const chunks = await Array.fromAsync(mix(streamOf(signals, SECONDS), { channels: signals.length, mask }));
  const bytes = Buffer.concat(chunks);
  return { mono: new Int16Array(new Uint8Array(bytes).buffer), summary };
};

/** How much of what `mono` is made of is the voice, from 0 to 1. */
const likeness = (mono: Int16Array, to: Signal): number => {
  const wanted = samplesOf([to], SECONDS);
  const both = mono.reduce((sum, sample, at) => sum + sample * (wanted[at] ?? 0), 0) / mono.length;
  return (both * both) / (powerOf(mono) * powerOf(wanted) || 1);
};

describe('makeMixing', () => {
  const five = [silence, silence, voice(), silence, silence, silence];
  it.each<[string, Signal[], number, number]>([
    ['mono', [voice()], 0, 0],
    ['stereo', [voice(), voice()], 0, 0],
    ['speech and silence', [voice(), silence], 0, 0],
    ['silence and speech', [silence, voice()], 0, 0],
    ['opposite phase', [voice(), times(-1, voice())], 0, SECONDS],
    ['0.9 of the opposite', [voice(), times(-0.9, voice())], 0, SECONDS],
    ['the opposite of 0.9', [times(0.9, voice()), times(-1, voice())], 0, SECONDS],
    ['half of the opposite, which leaves enough', [voice(), times(-0.5, voice())], 0, 0],
    ['5.1, speech in the centre', five, 0x3f, 0],
    ['5.1, left and right opposite', [voice(), times(-1, voice()), ...five.slice(3), silence], 0x3f, SECONDS],
    ['four without labels', [silence, silence, silence, voice()], 0, 0],
    ['nine without labels', [...Array(8).fill(silence), voice()], 0, 0],
    ['sixteen without labels', [...Array(15).fill(silence), voice()], 0, 0],
  ])('keeps the voice of %s', async (_layout, signals, mask, cancelledSeconds) => {
    const { mono, summary } = await mixOf(signals, { mask });

    expect(mono).toHaveLength(SECONDS * 16_000);
    expect(likeness(mono, voice())).toBeGreaterThan(0.99);
    expect(summary.layout.channels).toBe(signals.length);
    expect(summary.cancelledSeconds).toBe(cancelledSeconds);
  });

  it('leaves mono as it is, to the last sample', async () => {
    const { mono } = await mixOf([noise(1)]);

    expect(mono).toEqual(samplesOf([noise(1)], SECONDS));
  });

  it('finds the opposite phase in a part of a file, and leaves no click at its edges', async () => {
    const turns: Signal = (frame) => (frame < 16_000 ? 1 : -1) * voice()(frame);

    const { mono, summary } = await mixOf([voice(), turns]);

    expect(summary.cancelledSeconds).toBe(1);
    expect(likeness(mono, voice())).toBeGreaterThan(0.99);
    const steps = mono.slice(1).map((sample, at) => Math.abs(sample - (mono[at] ?? 0)));
    expect(Math.max(...steps)).toBeLessThan(600);
  });

  it('mixes what has nothing to do with each other', async () => {
    const { mono, summary } = await mixOf([noise(1), noise(2)]);

    expect(summary.cancelledSeconds).toBe(0);
    expect(likeness(mono, noise(1))).toBeCloseTo(0.5, 1);
    expect(likeness(mono, noise(2))).toBeCloseTo(0.5, 1);
  });

  it('leaves out a subwoofer, and takes it where it is asked for', async () => {
    const signals = [silence, silence, voice()];

    expect(powerOf((await mixOf(signals, { mask: 0x0b })).mono)).toBe(0);
    expect(likeness((await mixOf(signals, { mask: 0x0b, channels: [3] })).mono, voice())).toBeGreaterThan(
      0.99,
    );
  });

  it('mixes the channels that are asked for, as loud as they are', async () => {
    const { mono } = await mixOf([noise(1), voice()], { channels: [2] });

    expect(mono).toEqual(samplesOf([voice()], SECONDS));
  });

  it('refuses more channels than it can look at', async () => {
    await expect(mixOf(Array(65).fill(silence))).rejects.toThrow(/has 65 channels, and at most 64/);
  });
});
