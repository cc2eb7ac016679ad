// When a stack does not need to transcribe a video again, and which options it refuses. The other tests of `openCloud` are
// in account.test.ts and account-env.test.ts.

import { HeadBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import type { Origin } from '../../../../services/shared/aws/up-to-date.ts';
import type { Options } from '../../../../services/shared/contracts/steps.ts';
import type { Transcript } from '../../../../services/shared/contracts/transcript.ts';
import { isMultilingual } from '../../../../services/shared/models/catalogue.ts';
import { settingsOf } from '../../../../services/shared/models/settings.ts';
import { openCloud } from '../../../../services/uploader/destination/account.ts';
import { readSources } from '../../../../services/uploader/settings/sources.ts';
import { anError } from '../../../fixtures/an-error.ts';
import { anEngineIdentity, aTranscript } from '../../fakes.ts';

const NAMES = { AWS_REGION: 'eu-central-1', VIDEO_BUCKET: 'my-videos', TRANSCRIPT_BUCKET: 'my-transcripts' };

describe('isUpToDate of openCloud', () => {
  const before = { ...process.env };
  const s3 = mockClient(S3Client);
  beforeAll(() => {
    process.env = { PATH: before.PATH, ...NAMES };
    s3.on(HeadBucketCommand).resolves({});
  });
  afterAll(() => {
    process.env = before;
  });

  /** Whether a stack with this model would produce the same transcript. */
  const isUpToDate = async (WHISPER_MODEL: string, origin: Origin | undefined, wanted: Options) => {
    Object.assign(process.env, { WHISPER_MODEL });
    return (await openCloud(await readSources({}))).isUpToDate(origin, wanted);
  };
  /** A transcript made by this model with these options. */
  const madeWith = (name: string, wanted: Options = {}, fields: Partial<Transcript> = {}) => {
    const settings = settingsOf(wanted, name, isMultilingual(name));
    return aTranscript({ engine: anEngineIdentity({ model: { name, sha256: 'a' }, settings }), ...fields });
  };
  const half = { speechSeconds: 2, coveredSeconds: 1, ratio: 0.5, gaps: [{ start: 10, end: 11 }] };

  const transcripts: [string, boolean, Origin | undefined, Options][] = [
    ['no transcript', false, undefined, {}],
    ['a transcript by its model', true, madeWith('base'), {}],
    [
      'a transcript by its model with the same options',
      true,
      madeWith('base', { language: 'de' }),
      { language: 'german' },
    ],
    ['a transcript by another model', false, madeWith('small'), {}],
    ['a transcript by the English-only version of its model', false, madeWith('base.en'), {}],
    ['another quality', false, madeWith('base'), { quality: 'best' }],
    ['another language', false, madeWith('base', { language: 'de' }), { language: 'ja' }],
    ['--translate', false, madeWith('base'), { translate: true }],
    ['another prompt', false, madeWith('base', { prompt: 'etcd' }), { prompt: 'etcd, kubelet' }],
    ['no prompt any more', false, madeWith('base', { prompt: 'etcd' }), {}],
    ['another audio track', false, madeWith('base'), { audioTrack: 2 }],
    ['a transcript with gaps', true, madeWith('base', {}, { coverage: half }), {}],
    [
      'a transcript with gaps, with --strict',
      false,
      madeWith('base', {}, { coverage: half }),
      { minCoverage: 0.95 },
    ],
    [
      'a transcript without its end, with --strict',
      false,
      madeWith('base', {}, { lostSeconds: 9 }),
      { minCoverage: 0.95 },
    ],
  ];
  it.each(transcripts)('with %s is %s', async (_what, expected, origin, wanted) => {
    expect(await isUpToDate('base', origin, wanted)).toBe(expected);
  });

  it.each([
    ['no transcript yet', undefined],
    ['a transcript', madeWith('tiny.en-q8_0')],
    ['a transcript by another model', madeWith('base')],
  ])(
    'refuses a language that the stack’s model does not support, and names one that does: %s',
    async (_what, origin) => {
      await expect(isUpToDate('tiny.en-q8_0', origin, { language: 'de' })).rejects.toEqual(
        anError('OptionsRefused', /tiny\.en-q8_0 is English-only.*German.*Use the model tiny-q8_0\./),
      );
    },
  );

  it.each([
    ['a translation by an English-only model', 'base.en', { translate: true }, 'Use the model base.'],
    [
      'a language that does not exist',
      'base',
      { language: 'klingon' },
      'does not know the language "klingon"',
    ],
    ['a prompt that is too long for any model', '', { prompt: 'etcd '.repeat(300) }, 'at least 301 tokens'],
    [
      'a translation by a model that cannot translate',
      'large-v3-turbo',
      { translate: true },
      'large-v3 or medium',
    ],
  ])('refuses %s', async (_what, model, wanted: Options, message) => {
    await expect(isUpToDate(model, undefined, wanted)).rejects.toEqual(anError('OptionsRefused', message));
  });

  it('accepts English as the language of an English-only model', async () => {
    expect(await isUpToDate('tiny.en-q8_0', madeWith('tiny.en-q8_0'), { language: 'en' })).toBe(true);
  });

  it.each([
    ['my-own', 'de'],
    ['my-own.en', 'en'],
  ])('judges an unlisted model’s languages by its name: %s', async (model, language) => {
    expect(await isUpToDate(model, madeWith(model, { language }), { language })).toBe(true);
    expect(await isUpToDate(model, madeWith('base', { language: 'en' }), { language })).toBe(false);
  });
});
