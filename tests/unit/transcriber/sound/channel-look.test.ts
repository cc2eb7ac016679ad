import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { makeMixing } from '../../../../services/shared/media/mixing.ts';
import { makeChannelLook } from '../../../../services/transcriber/sound/channel-look.ts';
import { spans } from '../examples.ts';
import { noise, type Signal, silence, streamOf, times, voice } from './signals.ts';

describe('makeChannelLook', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'channels-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** Hears a voice where the largest sample is that of `voice()`. Gives the channels that were looked at, from 0. */
  const look = async (signals: Signal[], seconds = 2) => {
    const looked: number[] = [];
    const findSpeech = async (path: string) => {
      const samples = new Int16Array(new Uint8Array((await readFile(path)).subarray(44)).buffer);
      const peak = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
      looked.push(Number(/channel-(\d+)\.wav$/.exec(path)?.[1]));
      return peak > 7_000 && peak < 9_000 ? spans('0-2') : [];
    };
    const channelLook = makeChannelLook({ workers: 2, findSpeech }, folder);
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
    ['a voice and what nobody can hear', [voice(), noise(1, 20)], [], [2, 0]],
    ['a voice and noise', [voice(), loudNoise], [0, 1], [2, 0]],
    ['noise and a voice', [loudNoise, voice()], [0, 1], [0, 2]],
    ['opposite phase', [voice(), times(-1, voice())], [0, 1], [2, 2]],
    ['two noises', [loudNoise, noise(2, 20_000)], [0, 1], [0, 0]],
  ])('of %s', async (_what, signals, looked, seconds) => {
    expect(await look(signals)).toEqual({ looked, seconds });
    expect(await readdir(folder)).toEqual([]);
  });

  it('does not look again at a channel on which somebody has spoken', async () => {
    const { looked } = await look([voice(), loudNoise], 61);

    expect(looked).toEqual([0, 1, 1]);
  });
});
