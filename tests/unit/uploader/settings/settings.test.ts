import { describe, expect, it } from '@jest/globals';
import {
  decideSettings,
  type Sources,
  settingsInWords,
} from '../../../../services/uploader/settings/settings.ts';

const sources = (fields: Partial<Sources> = {}): Sources => ({
  flags: {},
  environment: {},
  file: {},
  ...fields,
});

describe('decide', () => {
  it('says nothing where nobody says anything', () => {
    expect(decideSettings(sources())).toEqual({});
    expect(decideSettings(sources({ flags: { stack: '' }, environment: { AWS_REGION: '' } }))).toEqual({});
  });

  it('prefers a flag to the environment, and the environment to .env', () => {
    const all = sources({
      flags: { region: 'flag-1' },
      environment: { AWS_REGION: 'environment-1' },
      file: { AWS_REGION: 'file-1' },
    });

    expect(decideSettings(all).region).toEqual({
      value: 'flag-1',
      by: '--region',
      over: [
        { value: 'environment-1', by: 'AWS_REGION' },
        { value: 'file-1', by: 'AWS_REGION in .env' },
      ],
    });
    expect(decideSettings({ ...all, flags: {} }).region).toMatchObject({ value: 'environment-1' });
    expect(decideSettings({ ...all, flags: {}, environment: {} }).region).toMatchObject({ value: 'file-1' });
  });

  it.each([
    ['AWS_REGION first', { AWS_REGION: 'a', AWS_DEFAULT_REGION: 'b' }, {}, 'a'],
    ['the AWS CLI’s name', { AWS_DEFAULT_REGION: 'b' }, {}, 'b'],
    ['the environment’s before the file’s', { AWS_DEFAULT_REGION: 'b' }, { AWS_REGION: 'c' }, 'b'],
  ])('takes of the region’s two names %s', (_what, environment, file, expected) => {
    expect(decideSettings(sources({ environment, file })).region?.value).toBe(expected);
  });

  const outputs = { VideoBucket: 'stack-videos', WhisperModel: 'stack-model' };
  const environment = { STACK_NAME: 'a', VIDEO_BUCKET: 'environment-videos' };
  const file = { VIDEO_BUCKET: 'file-videos', WHISPER_MODEL: 'file-model' };

  it('prefers the environment and .env to the outputs of a stack that they name', () => {
    const settings = decideSettings(sources({ environment, file, outputs }));

    expect(settings.videoBucket?.value).toBe('environment-videos');
    expect(settings.model?.value).toBe('file-model');
  });

  it('prefers the outputs of a stack that a flag names: another stack’s .env must not have its videos', () => {
    const settings = decideSettings(sources({ flags: { stack: 'b' }, environment, file, outputs }));

    expect(settings.stack).toMatchObject({ value: 'b', over: [{ value: 'a', by: 'STACK_NAME' }] });
    expect(settings.videoBucket).toMatchObject({
      value: 'stack-videos',
      by: 'the stack that --stack names',
    });
  });

  it('takes the outputs for what nobody else says', () => {
    const settings = decideSettings(sources({ environment: { STACK_NAME: 'a' }, outputs }));

    expect(settings.videoBucket).toEqual({ value: 'stack-videos', by: 'the stack', over: [] });
  });
});

describe('settingsInWords', () => {
  it('says of each setting who said it, and what else was said', () => {
    const settings = decideSettings(
      sources({
        flags: { region: 'eu-west-1' },
        environment: { AWS_REGION: 'us-east-1', AWS_PROFILE: 'school' },
        file: { AWS_REGION: 'us-west-2', AWS_PROFILE: 'school' },
      }),
    );

    expect(settingsInWords(settings)).toEqual([
      'profile: school (AWS_PROFILE)',
      'region: eu-west-1 (--region), not us-east-1 (AWS_REGION) or us-west-2 (AWS_REGION in .env)',
    ]);
  });
});
