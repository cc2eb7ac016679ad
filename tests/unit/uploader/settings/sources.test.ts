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

  it('does nothing where nobody says anything', async () => {
    expect(await prepare({}, {})).toEqual({ PATH: process.env.PATH });
  });

  const file =
    'AWS_ACCESS_KEY_ID=f\nAWS_SECRET_ACCESS_KEY=g\nAWS_SESSION_TOKEN=h\nAWS_PROFILE=p\nAWS_MAX_ATTEMPTS=2\n';

  it('hands on what .env has, credentials too', async () => {
    expect(await prepare({}, {}, file)).toMatchObject({
      AWS_ACCESS_KEY_ID: 'f',
      AWS_SECRET_ACCESS_KEY: 'g',
      AWS_SESSION_TOKEN: 'h',
    });
  });

  it('mixes no credentials of .env with those of the environment', async () => {
    const env = { AWS_ACCESS_KEY_ID: 'mine', AWS_SECRET_ACCESS_KEY: 'secret', AWS_MAX_ATTEMPTS: '1' };

    const prepared = await prepare({}, env, file);

    expect(prepared).toMatchObject(env);
    for (const name of ['AWS_SESSION_TOKEN', 'AWS_PROFILE']) expect(prepared).not.toHaveProperty(name);
  });

  it('gives the SDK the region by the name that it knows', async () => {
    expect(await prepare({}, { AWS_DEFAULT_REGION: 'eu-west-1' })).toMatchObject({
      AWS_REGION: 'eu-west-1',
    });
  });

  it('lets a flag win over the environment', async () => {
    expect(await prepare({ region: 'eu-west-1' }, { AWS_REGION: 'us-east-1' })).toMatchObject({
      AWS_REGION: 'eu-west-1',
    });
  });

  const keys = { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b', AWS_SESSION_TOKEN: 'c' };

  it('lets a profile by flag win over keys in the environment', async () => {
    const env = await prepare({ profile: 'school' }, keys);

    expect(env).toMatchObject({ AWS_PROFILE: 'school' });
    for (const name of Object.keys(keys)) expect(env).not.toHaveProperty(name);
  });

  it('leaves it to the SDK what wins where the environment names both', async () => {
    expect(await prepare({}, { ...keys, AWS_PROFILE: 'school' })).toMatchObject(keys);
  });
});
