// One measurement: a contender sends a course to an empty endpoint.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type MeasuredCost, measure } from '../measure.ts';
import type { UploadContender } from './contenders.ts';
import { watchPeak } from './peak.ts';
import type { Server } from './server.ts';

export type Measured = MeasuredCost & { sentBytes: number };

export const inFolder = async <T>(use: (dir: string) => Promise<T>): Promise<T> => {
  const dir = await mkdtemp(join(tmpdir(), 'bench-upload-'));
  return use(dir).finally(() => rm(dir, { recursive: true, force: true }));
};

export const sendOnce = (contender: UploadContender, dir: string, server: Server): Promise<Measured> =>
  inFolder(async (cwd) => {
    const before = await server.stats();
    const peakOf = watchPeak(server.pid);
    const cost = await measure(contender.command(dir, server.endpoint, cwd)).finally(peakOf);
    const { received } = await server.stats();
    return { ...cost, peakBytes: peakOf() || cost.peakBytes, sentBytes: received - before.received };
  });
