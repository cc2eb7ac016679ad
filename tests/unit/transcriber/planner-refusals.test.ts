import { describe, expect, it } from '@jest/globals';
import { EngineFailed } from '../../../services/shared/contracts/errors.ts';
import { keys } from '../../../services/shared/contracts/keys.ts';
import type { Options } from '../../../services/shared/contracts/steps.ts';
import type { Engine } from '../../../services/transcriber/engine/engine.ts';
import { makePlanner } from '../../../services/transcriber/planner.ts';
import { anError } from '../../fixtures/an-error.ts';
import { aSettings } from '../../fixtures/transcript.ts';
import { anEngineIdentity, etagOf, fakeBucket } from '../fakes.ts';
import { segment, spans, wordsFrom } from './examples.ts';
import { decodesBytes, fakeEngine } from './fake-engine.ts';

const run = '20261122T151500Z-a1b2';
const key = 'week1/lesson1.mp4';
const video = { etag: etagOf('video'), size: 5, metadata: {} };

/** Remembers what was downloaded, and in which sound the language was looked for. */
const prepare = (fields: Partial<Engine> = {}) => {
  const stored = fakeBucket('videos', { [key]: 'video' });
  const downloads: string[] = [];
  const videos: typeof stored = {
    ...stored,
    download: (name, path) => {
      downloads.push(name);
      return stored.download(name, path);
    },
  };
  const ranges: number[][] = [];
  videos.readInto = (name, from, target) => {
    ranges.push([from / 32_000, (from + target.length) / 32_000]);
    return stored.readInto(name, from, target);
  };
  const detected: Buffer[] = [];
  const engine = fakeEngine({
    decode: decodesBytes(100 * 32_000),
    detectLanguage: async (sound) => {
      detected.push(sound);
      return { language: 'de', probability: 0.9 };
    },
    ...fields,
  });
  const planner = makePlanner({ videos, engine, chunkSeconds: 600 });
  const plan = (options: Options = {}, size = 5) => planner({ run, key, video: { ...video, size }, options });
  return { videos, downloads, ranges, detected, plan };
};

describe('makePlanner, before it fetches a video,', () => {
  it('says how much scratch space it needs and how much there is', async () => {
    const { plan, downloads } = prepare();

    await expect(plan({}, 1e18)).rejects.toEqual(
      anError(
        'ScratchFull',
        /^week1\/lesson1\.mp4 needs 1000000000000 MB of scratch space, but only \d+ MB are free\./,
      ),
    );
    expect(downloads).toEqual([]);
  });

  it('refuses a prompt that is too long, and says by how much', async () => {
    const { plan, downloads } = prepare({ countTokens: async (prompt) => prompt.length });

    const planning = plan({ prompt: 'a'.repeat(224) });

    await expect(planning).rejects.toEqual(
      anError('OptionsRefused', /make 224 tokens, but Whisper takes at most 223/),
    );
    expect(downloads).toEqual([]);
  });

  it('accepts a prompt with exactly as many tokens as Whisper takes', async () => {
    const { plan, downloads } = prepare({ countTokens: async (prompt) => prompt.length });

    await plan({ prompt: 'a'.repeat(223) });

    expect(downloads).toEqual([key]);
  });

  it('leaves the files of an earlier attempt if the prompt is refused', async () => {
    const { plan, videos } = prepare({ countTokens: async () => 999 });
    await videos.write(keys.plan(run, key), 'old');

    await expect(plan({ prompt: 'a' })).rejects.toThrow();

    expect(await videos.head(keys.plan(run, key))).toBeDefined();
  });
});

describe('makePlanner, when it fetches a video,', () => {
  it('fails if the video was replaced after it was examined', async () => {
    const { videos, plan } = prepare();
    await videos.write(key, 'newer video');

    await expect(plan()).rejects.toMatchObject({ name: 'VideoChanged' });
  });

  it('fails if the video was deleted after it was examined', async () => {
    const { videos, plan } = prepare();
    videos.objects.delete(key);

    await expect(plan()).rejects.toMatchObject({ name: 'VideoMissing' });
  });
});

describe('makePlanner, finding the language,', () => {
  const asking = (language: string) => async () => anEngineIdentity({ settings: aSettings({ language }) });

  it('asks the engine for `auto` at three places of the kept sound', async () => {
    const findSpeech = async () => spans('3.1-18.9 60.6-89.4');
    const { plan, detected, ranges } = prepare({ identity: asking('auto'), findSpeech });

    const { language } = await plan();

    expect(language).toBe('de');
    expect(detected).toHaveLength(3);
    // The first, the fourth and the last sixth of the 49 s that are kept.
    expect(ranges.slice(-3)).toEqual([
      [2, 10.166_687_5],
      [66, 74.166_687_5],
      [82.333_312_5, 90.5],
    ]);
  });

  it.each([
    ['a language is requested', 'fr', spans('2-19'), 'fr'],
    ['nobody speaks', 'auto', [], 'auto'],
  ])('asks nobody if %s', async (_what, asked, speech, expected) => {
    const { plan, detected } = prepare({ identity: asking(asked), findSpeech: async () => speech });

    const { language } = await plan();

    expect(language).toBe(expected);
    expect(detected).toEqual([]);
  });

  const said = (text: string) => wordsFrom(0, ...text.split(' '));
  const english = said('the sea rises and falls twice a day and then we go on');
  const mark = said('(speaking in foreign language)');
  const gibberish = english.map((word, index) => ({ ...word, text: `hit hyders lee ${index}` }));

  it.each([
    ['the same words twice', [english, english.slice(2)], {}, undefined],
    ['other words if it begins later', [english, gibberish], {}, true],
    ['a third of the words again', [english, [...english.slice(8), ...gibberish.slice(0, 8)]], {}, true],
    ['most words again', [english, [...english.slice(4), ...gibberish.slice(0, 4)]], {}, undefined],
    ['no words if it begins later', [english, []], {}, true],
    ['no words in either', [[], []], {}, undefined],
    ['music in both', [said('[Music]'), said('♪ [Music]')], {}, undefined],
    ['another language, by its own mark', [mark, []], {}, true],
    ['another language, by its second mark', [said('[Music]'), mark], {}, true],
    [
      'a few words of another language',
      [
        [...english, ...mark],
        [...english.slice(2), ...mark],
      ],
      {},
      undefined,
    ],
    ['other words, although English was requested', [english, gibberish], { language: 'en' }, undefined],
  ])(
    'doubts that it is English if an English-only model hears %s',
    async (_what, heard, options, doubted) => {
      const hearings = [...heard];
      const { plan } = prepare({
        findSpeech: async () => spans('2-30'),
        transcribe: async () => [segment(0, 20, '', hearings.shift())],
      });

      const planned = await plan(options);

      expect(planned).toMatchObject({ language: 'en' });
      expect(planned.languageDoubted).toBe(doubted);
    },
  );

  it('doubts nothing if the engine fails at it, and makes the plan', async () => {
    const transcribe = () => Promise.reject(new EngineFailed('The engine could not hear it'));
    const { plan } = prepare({ findSpeech: async () => spans('2-30'), transcribe });

    expect(await plan()).toMatchObject({
      language: 'en',
      speech: spans('2-30'),
    });
  });

  it.each([
    ['nobody is surely speaking', spans('2-30'), []],
    ['the speech is too short', spans('2-7'), spans('0-30')],
  ])('doubts nothing if %s', async (_what, speech, sure) => {
    const { plan } = prepare({ findSpeech: async (_wav, threshold) => (threshold === 0.8 ? sure : speech) });

    expect((await plan()).languageDoubted).toBeUndefined();
  });
});
