// Keeps what the benchmark makes: lectures and the original engine. Nothing gets out of date, because names contain the
// hash of everything that the result depends on.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder } from '../../local/cache.ts';

const folder = (): string => cacheFolder('bench');

export const hashOf = (...parts: unknown[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 12);

/** The folder of that name; `make` fills it the first time. Leaves nothing behind if that fails. */
export const once = async (name: string, make: (dir: string) => Promise<void>): Promise<string> => {
  const kept = join(folder(), name);
  if (existsSync(kept)) return kept;
  await mkdir(folder(), { recursive: true });
  const scratch = await mkdtemp(join(folder(), '.making-'));
  try {
    await make(scratch);
    await rename(scratch, kept);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  return kept;
};
