import { describe, expect, it } from '@jest/globals';
import { makeMixing } from '../../../../services/shared/media/mixing.ts';
import { SAMPLE_RATE } from '../../../../services/shared/media/pcm.ts';
import { makeChannelLook } from '../../../../services/transcriber/sound/channel-look.ts';
import { spans } from '../examples.ts';
import { fromBytes, noise, type Signal, samplesOf, silence, streamOf, times, voice } from './signals.ts';

/** Whether a piece is 60 s of the sound, or the rest of it. */
const isPartOf = (piece: Int16Array, all: Int16Array): boolean =>
  [0, 60 * SAMPLE_RATE].some((from) =>
    piece.subarray(0, 1_000).every((sample, at) => sample === all[from + at]),
  );

describe('makeChannelLook', () => {
  /** Hears a voice if the largest sample is that of `voice()`. Returns the channels that were examined, from 0. */
  const look = async (signals: Signal[], seconds = 2) => {
    const looked: number[] = [];
    const all = signals.map((signal) => samplesOf([signal], seconds));
    const findSpeech = async (sound: Buffer) => {
      const samples = fromBytes(sound);
      const peak = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
      looked.push(all.findIndex((own) => isPartOf(samples, own)));
      return peak > 7_000 && peak < 9_000 ? spans('0-2') : [];
    };
    const channelLook = makeChannelLook({ workers: 2, findSpeech });
    const { mix } = makeMixing('a.mp4', { onWindow: channelLook.take });
    for await (const _samples of mix(streamOf(signals, seconds), { channels: signals.length, speakers: [] }));
    const channels = await channelLook.channels(spans('0-2'));
    return { looked: looked.toSorted(), seconds: channels.map((channel) => channel.seconds) };
  };
  const loudNoise = noise(1, 20_000);

  it.each<[string, Signal[], number[], number[]]>([
    ['mono', [voice()], [], []],
    ['two that are alike', [voice(), voice()], [], [2, 2]],
    ['two that are nearly alike', [voice(), (at) => voice()(at) + noise(1, 500)(at)], [], [2, 2]],
    ['a voice and silence', [voice(), silence], [], [2, 0]],
    ['a voice and inaudible sound', [voice(), noise(1, 20)], [], [2, 0]],
    ['a voice and noise', [voice(), loudNoise], [0, 1], [2, 0]],
    ['noise and a voice', [loudNoise, voice()], [0, 1], [0, 2]],
    ['opposite phase', [voice(), times(-1, voice())], [0, 1], [2, 2]],
    ['two noises', [loudNoise, noise(2, 20_000)], [0, 1], [0, 0]],
  ])('of %s', async (_what, signals, looked, seconds) => {
    expect(await look(signals)).toEqual({ looked, seconds });
  });

  it('does not examine a channel again on which somebody has spoken', async () => {
    const { looked } = await look([voice(), loudNoise], 61);

    expect(looked).toEqual([0, 1, 1]);
  });
});
