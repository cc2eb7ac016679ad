import { describe, expect, it } from '@jest/globals';
import { readLayout } from '../../../../services/shared/media/layout.ts';
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

const mixOf = async (
  signals: Signal[],
  { layout = '', channels = undefined as number[] | undefined, countsSilent = true } = {},
) => {
  const { mix, summary } = makeMixing('a.mp4', { channels, countsSilent });
  const chunks = await Array.fromAsync(
    mix(streamOf(signals, SECONDS), { ...readLayout(layout), channels: signals.length }),
  );
  const bytes = Buffer.concat(chunks);
  return { mono: new Int16Array(new Uint8Array(bytes).buffer), summary };
};

/** How much of the voice is in `mono`, from 0 to 1. */
const likeness = (mono: Int16Array, to: Signal): number => {
  const wanted = samplesOf([to], SECONDS);
  const both = mono.reduce((sum, sample, at) => sum + sample * (wanted[at] ?? 0), 0) / mono.length;
  return (both * both) / (powerOf(mono) * powerOf(wanted) || 1);
};

const largestStep = (mono: Int16Array): number =>
  Math.max(...mono.slice(1).map((sample, at) => Math.abs(sample - (mono[at] ?? 0))));

describe('makeMixing', () => {
  const five = [silence, silence, voice(), silence, silence, silence];
  it.each<[string, Signal[], string, number]>([
    ['mono', [voice()], '', 0],
    ['stereo', [voice(), voice()], '', 0],
    ['speech and silence', [voice(), silence], '', 0],
    ['silence and speech', [silence, voice()], '', 0],
    ['opposite phase', [voice(), times(-1, voice())], '', SECONDS],
    ['0.9 of the opposite', [voice(), times(-0.9, voice())], '', SECONDS],
    ['the opposite of 0.9', [times(0.9, voice()), times(-1, voice())], '', SECONDS],
    ['half of the opposite, which leaves enough', [voice(), times(-0.5, voice())], '', 0],
    ['5.1, speech in the centre', five, '5.1', 0],
    [
      '5.1, left and right opposite',
      [voice(), times(-1, voice()), ...five.slice(3), silence],
      '5.1',
      SECONDS,
    ],
    ['four without labels', [silence, silence, silence, voice()], '', 0],
    ['nine without labels', [...Array(8).fill(silence), voice()], '', 0],
    ['sixteen without labels', [...Array(15).fill(silence), voice()], '', 0],
  ])('keeps the voice of %s', async (_what, signals, layout, cancelledSeconds) => {
    const { mono, summary } = await mixOf(signals, { layout });

    expect(mono).toHaveLength(SECONDS * 16_000);
    expect(likeness(mono, voice())).toBeGreaterThan(0.99);
    expect(summary.layout.channels).toBe(signals.length);
    expect(summary.cancelledSeconds).toBe(cancelledSeconds);
  });

  it.each<[string, Signal[], string]>([
    ['mono', [silence, silence, voice(), silence, silence, silence], '5.1'],
    ['stereo', [voice(), voice(), silence, silence, silence, silence], '5.1'],
    ['mono, without labels', [voice(), silence, silence], ''],
  ])('keeps %s as loud as it was before ffmpeg added silent channels', async (_what, signals, layout) => {
    const { mono } = await mixOf(signals, { layout, countsSilent: false });

    expect(powerOf(mono) / powerOf(samplesOf([voice()], SECONDS))).toBeCloseTo(1, 2);
  });

  it('leaves no click where channels begin that were silent', async () => {
    // At its loudest where they begin.
    const loud: Signal = (frame) => voice()(frame + 4_027);
    const later: Signal = (frame) => (frame < 16_000 ? 0 : 0.1 * loud(frame));

    const { mono } = await mixOf([loud, later], { countsSilent: false });

    expect(largestStep(mono)).toBeLessThan(600);
  });

  it('leaves mono unchanged, to the last sample', async () => {
    const samples = samplesOf([noise(1)], 1.3);
    const { mix, summary } = makeMixing('a.mp4', {});

    const chunks = await Array.fromAsync(mix(streamOf([noise(1)], 1.3), { channels: 1, speakers: ['FC'] }));

    expect(Buffer.concat(chunks)).toEqual(Buffer.from(samples.buffer));
    expect(summary.peak).toBe(Math.max(...samples.map(Math.abs)) / 32_768);
  });

  it('finds opposite phase in a part of a file, and leaves no click at its edges', async () => {
    const turns: Signal = (frame) => (frame < 16_000 ? 1 : -1) * voice()(frame);

    const { mono, summary } = await mixOf([voice(), turns]);

    expect(summary.cancelledSeconds).toBe(1);
    expect(likeness(mono, voice())).toBeGreaterThan(0.99);
    expect(largestStep(mono)).toBeLessThan(600);
  });

  it('mixes unrelated channels', async () => {
    const { mono, summary } = await mixOf([noise(1), noise(2)]);

    expect(summary.cancelledSeconds).toBe(0);
    expect(likeness(mono, noise(1))).toBeCloseTo(0.5, 1);
    expect(likeness(mono, noise(2))).toBeCloseTo(0.5, 1);
  });

  it.each([
    ['2.1', 3],
    ['3 channels (FL+FR+LFE)', 3],
    ['3 channels (LFE+FL+FR)', 1],
    ['7.2.3', 12],
  ])('leaves out the subwoofer of %s, unless it is requested', async (layout, number) => {
    const signals = Array.from({ length: Math.max(3, number) }, (_, at) =>
      at === number - 1 ? voice() : silence,
    );

    expect(powerOf((await mixOf(signals, { layout })).mono)).toBe(0);
    const asked = await mixOf(signals, { layout, channels: [number] });
    expect(likeness(asked.mono, voice())).toBeGreaterThan(0.99);
  });

  it.each([
    ['a channel that is not labelled as a subwoofer', [silence, silence, voice()], '3 channels (LFE+FL+FR)'],
    ['the only channel, though it is labelled as a subwoofer', [voice()], '1 channels (LFE)'],
    ['more channels than were declared', [silence, silence, voice()], 'stereo'],
  ])('keeps %s', async (_what, signals, layout) => {
    expect(likeness((await mixOf(signals, { layout })).mono, voice())).toBeGreaterThan(0.99);
  });

  it('mixes the requested channels at their own level', async () => {
    const { mono } = await mixOf([noise(1), voice()], { channels: [2] });

    expect(mono).toEqual(samplesOf([voice()], SECONDS));
  });

  it('refuses more channels than it can handle', async () => {
    await expect(mixOf(Array(65).fill(silence))).rejects.toThrow(/has 65 channels, but at most 64/);
  });
});
