import { describe, expect, it } from '@jest/globals';
import type { Options } from '../../../../services/shared/contracts/steps.ts';
import { settingsOf } from '../../../../services/shared/models/settings.ts';

describe('settingsOf', () => {
  it('has an answer to everything that was not asked for', () => {
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
  ] as const)('looks, for %s, at %i beams and %i candidates', (quality, beamSize, bestOf) => {
    expect(settingsOf({ quality }, 'base', true)).toMatchObject({ beamSize, bestOf, maxContext: 0 });
  });

  it('hands on what was asked for', () => {
    const wanted = { language: 'German', translate: true, prompt: 'Kubernetes', audioTrack: 2 };

    expect(settingsOf(wanted, 'medium', true)).toMatchObject({ ...wanted, language: 'de' });
  });

  it('leaves out what decides about no word', () => {
    expect(settingsOf({ minCoverage: 0.9 }, 'base', true)).toEqual(settingsOf({}, 'base', true));
  });

  it.each([
    ['what is asked of nothing', {}],
    ['auto', { language: 'auto' }],
    ['English', { language: 'english' }],
  ])('makes English of %s for an English-only model', (_what, wanted: Options) => {
    expect(settingsOf(wanted, 'tiny.en', false)).toMatchObject({ language: 'en' });
  });

  it.each([
    ['another language of an English-only model', { language: 'de' }, 'tiny.en', false, 'german'],
    ['a translation of an English-only model', { translate: true }, 'tiny.en', false, 'cannot translate'],
    [
      'a translation of a model that was not trained to',
      { translate: true },
      'large-v3-turbo',
      true,
      'not trained',
    ],
    ['a language that nobody knows', { language: 'klingon' }, 'base', true, 'klingon'],
    ['a language of the large models only', { language: 'yue' }, 'base', true, 'Cantonese'],
    ['a prompt that no model takes', { prompt: 'etcd '.repeat(300) }, 'base', true, 'at least 301 tokens'],
  ])('refuses %s', (_what, wanted: Options, model, multilingual, message) => {
    expect(() => settingsOf(wanted, model, multilingual)).toThrow(
      expect.objectContaining({ name: 'OptionsRefused', message: expect.stringContaining(message) }),
    );
  });
});
