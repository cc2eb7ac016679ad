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

describe('decideSettings', () => {
  it('decides nothing without any settings', () => {
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
    ['AWS_REGION before AWS_DEFAULT_REGION', { AWS_REGION: 'a', AWS_DEFAULT_REGION: 'b' }, {}, 'a'],
    ['AWS_DEFAULT_REGION alone', { AWS_DEFAULT_REGION: 'b' }, {}, 'b'],
    ['the environment before .env', { AWS_DEFAULT_REGION: 'b' }, { AWS_REGION: 'c' }, 'b'],
  ])('reads the region from %s', (_what, environment, file, expected) => {
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

  it('prefers the outputs of a stack named by a flag, so that its videos do not go to the stack in .env', () => {
    const settings = decideSettings(sources({ flags: { stack: 'b' }, environment, file, outputs }));

    expect(settings.stack).toMatchObject({ value: 'b', over: [{ value: 'a', by: 'STACK_NAME' }] });
    expect(settings.videoBucket).toMatchObject({
      value: 'stack-videos',
      by: 'the stack that --stack names',
    });
  });

  it('uses the outputs for settings that have no other source', () => {
    const settings = decideSettings(sources({ environment: { STACK_NAME: 'a' }, outputs }));

    expect(settings.videoBucket).toEqual({ value: 'stack-videos', by: 'the stack', over: [] });
  });
});

describe('settingsInWords', () => {
  it('lists each setting with its source and the values that it overrides', () => {
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
