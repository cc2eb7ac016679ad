// A file that is written to while it is being sent.

import { randomBytes } from 'node:crypto';
import { appendFile, open, stat, utimes } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { anError } from '../../../fixtures/an-error.ts';
import { useEach } from '../../../fixtures/use-each.ts';
import { MIB, openBench } from './sending.ts';

describe('a file that changes', () => {
  const bench = useEach(openBench);

  /** Changes bytes near the end without changing the size or the time. */
  const writeInPlace = async (path: string) => {
    const { atime, mtime, size } = await stat(path);
    const file = await open(path, 'r+');
    await file.write(Buffer.from('other'), 0, 5, size - 5);
    await file.close();
    await utimes(path, atime, mtime);
  };

  it.each([
    ['becomes longer', 2, (path: string) => appendFile(path, 'more')],
    ['gets a new time', 2, (path: string) => utimes(path, new Date(), new Date())],
    ['gets other bytes but keeps its time', 2, writeInPlace],
    ['becomes longer', 40, (path: string) => appendFile(path, 'more')],
    ['gets other bytes but keeps its time', 40, writeInPlace],
  ])('is noticed if it %s (%d MiB), and the bucket stays empty', async (_how, size, change) => {
    const path = await bench.aFile('a.mp4', randomBytes(size * MIB));
    const file = bench.toSend('week 1/a.mp4', path);
    const prepare = async () => {
      const prepared = await file.prepare();
      await change(path);
      return prepared;
    };

    await expect(bench.send([{ ...file, prepare }])).rejects.toEqual(
      anError('FileChanging', `${path} changed while it was being read`),
    );

    expect(await bench.videos.head('week 1/a.mp4')).toBeUndefined();
    expect(bench.requests).not.toContain('POST end');
  });
});
