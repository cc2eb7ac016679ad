import { describe, expect, it } from '@jest/globals';
import type { Options } from '../../../../services/shared/contracts/steps.ts';
import { settingsOf } from '../../../../services/shared/models/settings.ts';

describe('settingsOf', () => {
  it('has a default for everything', () => {
    expect(settingsOf({}, 'base', true)).toEqual({
      beamSize: 3,
      bestOf: 3,
      maxContext: 0,
      language: 'auto',
      translate: false,
      prompt: '',
      audioTrack: 'default',
    });
  });

  it.each([
    ['fast', 1, 1],
    ['balanced', 3, 3],
    ['best', 5, 5],
  ] as const)('uses, for %s, %i beams and %i candidates', (quality, beamSize, bestOf) => {
    expect(settingsOf({ quality }, 'base', true)).toMatchObject({ beamSize, bestOf, maxContext: 0 });
  });

  it('passes on the requested options', () => {
    const wanted = { language: 'German', translate: true, prompt: 'Kubernetes', audioTrack: 2 };

    expect(settingsOf(wanted, 'medium', true)).toMatchObject({ ...wanted, language: 'de' });
  });

  it('leaves out options that change no word', () => {
    expect(settingsOf({ minCoverage: 0.9 }, 'base', true)).toEqual(settingsOf({}, 'base', true));
  });

  it.each([
    ['a request without a language', {}],
    ['auto', { language: 'auto' }],
    ['English', { language: 'english' }],
  ])('sets English for %s with an English-only model', (_what, wanted: Options) => {
    expect(settingsOf(wanted, 'tiny.en', false)).toMatchObject({ language: 'en' });
  });

  it.each([
    ['another language with an English-only model', { language: 'de' }, 'tiny.en', false, 'German'],
    ['a translation with an English-only model', { translate: true }, 'tiny.en', false, 'cannot translate'],
    [
      'a translation with a model that was not trained to translate',
      { translate: true },
      'large-v3-turbo',
      true,
      'not trained',
    ],
    ['an unknown language', { language: 'klingon' }, 'base', true, 'klingon'],
    ['a language that only the large models know', { language: 'yue' }, 'base', true, 'Cantonese'],
    ['a prompt that no model accepts', { prompt: 'etcd '.repeat(300) }, 'base', true, 'at least 301 tokens'],
  ])('refuses %s', (_what, wanted: Options, model, multilingual, message) => {
    expect(() => settingsOf(wanted, model, multilingual)).toThrow(
      expect.objectContaining({ name: 'OptionsRefused', message: expect.stringContaining(message) }),
    );
  });
});
