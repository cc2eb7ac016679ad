// Reads the sources for settings.ts, and passes settings on to the AWS SDK through the environment.
import { readFile } from 'node:fs/promises';
import { parseEnv } from 'node:util';
import type { Settings, Sources } from './settings.ts';

const KEYS = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'];

/** The flags, the environment and the `.env` of the current folder. */
export const readSources = async (flags: Sources['flags']): Promise<Sources> => {
  const file = parseEnv(await readFile('.env', 'utf8').catch(() => ''));
  // Keys in the environment exclude those in .env: mixed keys cannot sign, and a profile would take precedence.
  if (KEYS.some((name) => process.env[name])) for (const name of [...KEYS, 'AWS_PROFILE']) delete file[name];
  return { flags, environment: { ...process.env }, file };
};

/** `.env` may hold credentials and other SDK variables; the environment wins. */
export const prepareSdk = ({ region, profile }: Settings, { flags, file }: Sources): void => {
  for (const [name, value] of Object.entries(file)) process.env[name] ??= value;
  if (region) process.env.AWS_REGION = region.value;
  if (profile) process.env.AWS_PROFILE = profile.value;
  // As in the AWS CLI, a profile given by flag overrides keys in the environment.
  if (flags.profile) for (const name of KEYS) delete process.env[name];
};
