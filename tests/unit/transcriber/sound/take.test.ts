import type { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { readLayout } from '../../../../services/shared/media/layout.ts';
import { makeMixing } from '../../../../services/shared/media/mixing.ts';
import type { Engine } from '../../../../services/transcriber/engine/engine.ts';
import { makeTake } from '../../../../services/transcriber/sound/take.ts';
import { spans } from '../examples.ts';
import { aDecoded, fakeEngine } from '../fake-engine.ts';
import { fromBytes, noise, type Signal, samplesOf, silence, streamOf, times, voice } from './signals.ts';

const SECONDS = 2;

describe('makeTake', () => {
  /** Takes a soundtrack with these channels; a voice is heard if its largest sample says so. */
  const prepare = (signals: Signal[], layout = '') => {
    const asked: { channels: number[] | undefined; gain: number | undefined }[] = [];
    const stored: Buffer[] = [];
    const decode: Engine['decode'] = async (_video, key, sink, options) => {
      asked.push({ channels: options.channels, gain: options.gain });
      const { mix, summary } = makeMixing(key, options);
      await sink(mix(streamOf(signals, SECONDS), { ...readLayout(layout), channels: signals.length }));
      return aDecoded({ seconds: SECONDS, sound: summary });
    };
    const findSpeech = async (sound: Buffer) => {
      const samples = fromBytes(sound);
      const peak = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
      return peak > 3_000 && peak < 17_000 ? spans('0-2') : [];
    };
    const store = async (samples: Readable) => {
      stored.splice(0);
      for await (const chunk of samples) stored.push(chunk);
    };
    const engine = fakeEngine({ decode, findSpeech });
    const take = makeTake({ engine, store, video: 'video', key: 'a.mp4' });
    return { asked, take, stored: () => fromBytes(Buffer.concat(stored)) };
  };
  const once = { channels: undefined, gain: undefined };
  const loud = noise(1, 30_000);

  it.each<[string, Signal[], string]>([
    ['mono', [voice()], ''],
    ['stereo', [voice(), voice()], 'stereo'],
    ['opposite phase', [voice(), times(-1, voice())], 'stereo'],
    ['silence', [silence, silence], 'stereo'],
    ['sound too quiet to be a word', [voice(5)], ''],
    ['only noise', [loud, noise(2, 30_000)], 'stereo'],
  ])('decodes %s once', async (_what, signals, layout) => {
    const { asked, take } = prepare(signals, layout);

    expect((await take({ isKept: true })).channels).toBeUndefined();
    expect(asked).toEqual([once]);
  });

  it.each<[string, Signal[], string, number]>([
    ['the voice next to noise', [loud, voice()], 'stereo', 2],
    ['the voice on the third of three', [silence, silence, voice()], '2.1', 3],
  ])('decodes a second time, and stores %s', async (_what, signals, layout, channel) => {
    const { asked, take, stored } = prepare(signals, layout);

    const { channels, speech } = await take({ isKept: true });

    expect({ channels, speech }).toEqual({ channels: [channel], speech: spans('0-2') });
    expect(asked).toEqual([once, { channels: [channel], gain: undefined }]);
    expect(stored()).toEqual(samplesOf([voice()], SECONDS));
  });

  it('amplifies very quiet sound, and hears it again', async () => {
    const { asked, take, stored } = prepare([voice(20)]);

    const { speech, sound } = await take({ isKept: true });

    expect(speech).toEqual(spans('0-2'));
    expect(asked).toHaveLength(2);
    expect(Math.max(...stored())).toBeCloseTo(16_384, -2);
    expect(sound.peak).toBeCloseTo(20 / 32_768, 4);
  });

  it('stores nothing of a soundtrack that is only examined', async () => {
    const { take, stored } = prepare([voice()]);

    expect((await take({ isKept: false })).speech).toEqual(spans('0-2'));
    expect(stored()).toHaveLength(0);
  });
});
