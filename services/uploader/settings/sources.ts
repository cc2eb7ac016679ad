// What settings.ts decides from, read from outside, and handed to the AWS SDK the way it reads its own: by the environment.
import { readFile } from 'node:fs/promises';
import { parseEnv } from 'node:util';
import type { Settings, Sources } from './settings.ts';

const KEYS = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'];

/** The flags, the environment and the `.env` of the current folder. */
export const readSources = async (flags: Sources['flags']): Promise<Sources> => {
  const file = parseEnv(await readFile('.env', 'utf8').catch(() => ''));
  // Whose keys the environment has, signs: with half of another's nothing can be signed, and a profile would go before them.
  if (KEYS.some((name) => process.env[name])) for (const name of [...KEYS, 'AWS_PROFILE']) delete file[name];
  return { flags, environment: { ...process.env }, file };
};

/** `.env` may hold credentials and more of the SDK's variables; what the environment says already wins. */
export const prepareSdk = ({ region, profile }: Settings, { flags, file }: Sources): void => {
  for (const [name, value] of Object.entries(file)) process.env[name] ??= value;
  if (region) process.env.AWS_REGION = region.value;
  if (profile) process.env.AWS_PROFILE = profile.value;
  // As with the AWS CLI, a profile that is asked for by flag is more than keys in the environment.
  if (flags.profile) for (const name of KEYS) delete process.env[name];
};
