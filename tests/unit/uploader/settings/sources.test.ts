import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { decideSettings } from '../../../../services/uploader/settings/settings.ts';
import { prepareSdk, readSources } from '../../../../services/uploader/settings/sources.ts';
import { ownFolder } from '../own-folder.ts';

describe('prepareSdk', () => {
  const own = ownFolder();

  const prepare = async (flags: Record<string, string>, env: Record<string, string>, file = '') => {
    Object.assign(process.env, env);
    if (file) await writeFile(join(own.path, '.env'), file);
    const sources = await readSources(flags);
    prepareSdk(decideSettings(sources), sources);
    return process.env;
  };

  it('changes nothing without any settings', async () => {
    expect(await prepare({}, {})).toEqual({ PATH: process.env.PATH });
  });

  const file =
    'AWS_ACCESS_KEY_ID=f\nAWS_SECRET_ACCESS_KEY=g\nAWS_SESSION_TOKEN=h\nAWS_PROFILE=p\nAWS_MAX_ATTEMPTS=2\n';

  it('passes on variables in .env, including credentials', async () => {
    expect(await prepare({}, {}, file)).toMatchObject({
      AWS_ACCESS_KEY_ID: 'f',
      AWS_SECRET_ACCESS_KEY: 'g',
      AWS_SESSION_TOKEN: 'h',
    });
  });

  it('does not mix credentials in .env with those in the environment', async () => {
    const env = { AWS_ACCESS_KEY_ID: 'mine', AWS_SECRET_ACCESS_KEY: 'secret', AWS_MAX_ATTEMPTS: '1' };

    const prepared = await prepare({}, env, file);

    expect(prepared).toMatchObject(env);
    for (const name of ['AWS_SESSION_TOKEN', 'AWS_PROFILE']) expect(prepared).not.toHaveProperty(name);
  });

  it('passes the region to the SDK as AWS_REGION', async () => {
    expect(await prepare({}, { AWS_DEFAULT_REGION: 'eu-west-1' })).toMatchObject({
      AWS_REGION: 'eu-west-1',
    });
  });

  it('prefers a flag to the environment', async () => {
    expect(await prepare({ region: 'eu-west-1' }, { AWS_REGION: 'us-east-1' })).toMatchObject({
      AWS_REGION: 'eu-west-1',
    });
  });

  const keys = { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b', AWS_SESSION_TOKEN: 'c' };

  it('prefers a profile given by flag to keys in the environment', async () => {
    const env = await prepare({ profile: 'school' }, keys);

    expect(env).toMatchObject({ AWS_PROFILE: 'school' });
    for (const name of Object.keys(keys)) expect(env).not.toHaveProperty(name);
  });

  it('leaves the choice to the SDK if the environment has both a profile and keys', async () => {
    expect(await prepare({}, { ...keys, AWS_PROFILE: 'school' })).toMatchObject(keys);
  });
});
