// When a stack need not transcribe a video again, and what it cannot do. The rest of `openCloud` is `cloud.test.ts`.
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

  /** Whether the stack with this model would make a transcript anew. */
  const isUpToDate = async (WHISPER_MODEL: string, origin: Origin | undefined, wanted: Options) => {
    Object.assign(process.env, { WHISPER_MODEL });
    return (await openCloud(await readSources({}))).isUpToDate(origin, wanted);
  };
  /** A transcript as that model makes it with these options. */
  const madeWith = (name: string, wanted: Options = {}, fields: Partial<Transcript> = {}) => {
    const settings = settingsOf(wanted, name, isMultilingual(name));
    return aTranscript({ engine: anEngineIdentity({ model: { name, sha256: 'a' }, settings }), ...fields });
  };
  const half = { speechSeconds: 2, coveredSeconds: 1, ratio: 0.5, gaps: [{ start: 10, end: 11 }] };

  const transcripts: [string, boolean, Origin | undefined, Options][] = [
    ['there is none', false, undefined, {}],
    ['its model made it', true, madeWith('base'), {}],
    [
      'its model made it with the same options',
      true,
      madeWith('base', { language: 'de' }),
      { language: 'german' },
    ],
    ['another model made it', false, madeWith('small'), {}],
    ['an English-only twin made it', false, madeWith('base.en'), {}],
    ['another quality is wanted', false, madeWith('base'), { quality: 'best' }],
    ['another language is wanted', false, madeWith('base', { language: 'de' }), { language: 'ja' }],
    ['a translation is wanted', false, madeWith('base'), { translate: true }],
    ['other terms are expected', false, madeWith('base', { prompt: 'etcd' }), { prompt: 'etcd, kubelet' }],
    ['its glossary is gone', false, madeWith('base', { prompt: 'etcd' }), {}],
    ['another soundtrack is wanted', false, madeWith('base'), { audioTrack: 2 }],
    ['it has gaps and nobody minds', true, madeWith('base', {}, { coverage: half }), {}],
    ['it has gaps and --strict', false, madeWith('base', {}, { coverage: half }), { minCoverage: 0.95 }],
    [
      'its end is missing and --strict',
      false,
      madeWith('base', {}, { lostSeconds: 9 }),
      { minCoverage: 0.95 },
    ],
  ];
  it.each(transcripts)(
    'takes a transcript for up to date where %s: %s',
    async (_what, expected, origin, wanted) => {
      expect(await isUpToDate('base', origin, wanted)).toBe(expected);
    },
  );

  it.each([
    ['no transcript yet', undefined],
    ['a transcript', madeWith('tiny.en-q8_0')],
    ['a transcript by another model', madeWith('base')],
  ])(
    'refuses a language that the stack’s model does not know, and names one that does: %s',
    async (_what, origin) => {
      await expect(isUpToDate('tiny.en-q8_0', origin, { language: 'de' })).rejects.toMatchObject({
        name: 'OptionsRefused',
        message: expect.stringMatching(/tiny\.en-q8_0 is English-only.*German.*Use the model tiny-q8_0\./),
      });
    },
  );

  it.each([
    ['a translation by a model for English', 'base.en', { translate: true }, 'Use the model base.'],
    [
      'a language that does not exist',
      'base',
      { language: 'klingon' },
      'does not know the language "klingon"',
    ],
    [
      'a prompt that no model takes, whatever the stack has',
      '',
      { prompt: 'etcd '.repeat(300) },
      'at least 301 tokens',
    ],
    [
      'a translation by a model that was not taught it',
      'large-v3-turbo',
      { translate: true },
      'large-v3 or medium',
    ],
  ])('refuses %s', async (_what, model, wanted: Options, message) => {
    await expect(isUpToDate(model, undefined, wanted)).rejects.toMatchObject({
      name: 'OptionsRefused',
      message: expect.stringContaining(message),
    });
  });

  it('lets a model for English be told that it hears English', async () => {
    expect(await isUpToDate('tiny.en-q8_0', madeWith('tiny.en-q8_0'), { language: 'en' })).toBe(true);
  });

  it.each([
    ['my-own', 'de'],
    ['my-own.en', 'en'],
  ])('tells by the name what a model that is in no catalogue knows: %s', async (model, language) => {
    expect(await isUpToDate(model, madeWith(model, { language }), { language })).toBe(true);
    expect(await isUpToDate(model, madeWith('base', { language: 'en' }), { language })).toBe(false);
  });
});
