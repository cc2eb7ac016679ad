// Starts an empty S3 endpoint for each measurement, and asks it what it has received.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { ServerKind } from './options.ts';

const Started = z.object({ endpoint: z.string() });
const Stats = z.object({ received: z.number(), stored: z.number().optional() });

export type Started = z.infer<typeof Started>;
/** In bytes; `stored`: in complete parts and objects, if the server knows. */
export type Stats = { received: number; stored?: number };

export type Server = { endpoint: string; pid: number; stats: () => Promise<z.infer<typeof Stats>> };

/** @param bytesPerSecond 0 for no limit. */
export const withServer = async <T>(
  kind: ServerKind,
  use: (server: Server) => Promise<T>,
  bytesPerSecond = 0,
): Promise<T> => {
  const folder = await mkdtemp(join(tmpdir(), 'bench-s3-'));
  const args = [kind, folder, String(bytesPerSecond)];
  const child = fork(join(import.meta.dirname, 'server-process.ts'), args);
  try {
    const { endpoint } = Started.parse((await once(child, 'message'))[0]);
    const stats = async () => {
      const answer = once(child, 'message');
      child.send('stats');
      return Stats.parse((await answer)[0]);
    };
    return await use({ endpoint, pid: child.pid ?? 0, stats });
  } finally {
    child.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  }
};
