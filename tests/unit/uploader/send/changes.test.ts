// A file that is written to while it is being sent.
import { randomBytes } from 'node:crypto';
import { appendFile, open, stat, utimes } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Bench, MIB, openBench } from './sending.ts';

describe('a file that changes', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await openBench();
  });
  afterEach(() => bench.close());

  /** In its last part, at the time that the whole file had before. */
  const writeInPlace = async (path: string) => {
    const { atime, mtime, size } = await stat(path);
    const file = await open(path, 'r+');
    await file.write(Buffer.from('other'), 0, 5, size - 5);
    await file.close();
    await utimes(path, atime, mtime);
  };

  it.each([
    ['is longer', 2, (path: string) => appendFile(path, 'more')],
    ['was written to', 2, (path: string) => utimes(path, new Date(), new Date())],
    ['has other bytes at the same time', 2, writeInPlace],
    ['is longer', 40, (path: string) => appendFile(path, 'more')],
    ['has other bytes at the same time', 40, writeInPlace],
  ])('is noticed when it %s (%d MiB), and nothing stands in the bucket', async (_how, size, change) => {
    const path = await bench.aFile('a.mp4', randomBytes(size * MIB));
    const file = bench.toSend('week 1/a.mp4', path);
    const prepare = async () => {
      const prepared = await file.prepare();
      await change(path);
      return prepared;
    };

    await expect(bench.send([{ ...file, prepare }])).rejects.toMatchObject({
      name: 'FileChanging',
      message: expect.stringContaining(`${path} changed while it was being read`),
    });

    expect(await bench.videos.head('week 1/a.mp4')).toBeUndefined();
    expect(bench.requests).not.toContain('POST end');
  });
});
