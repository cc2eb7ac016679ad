// A file that is still being written is left out, and the others are sent.

import { appendFile, utimes } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { makeBucket } from '../../../../services/shared/aws/bucket.ts';
import { assertSettled, changed } from '../../../../services/uploader/send/identity.ts';
import { sendAll } from '../../../../services/uploader/send/send-all.ts';
import { useEach } from '../../../fixtures/use-each.ts';
import { openBench } from './sending.ts';

describe('sendAll', () => {
  const bench = useEach(openBench);

  const send = async (leftOut?: (file: { key: string }) => void) => {
    const good = bench.toSend('good.mp4', await bench.aFile('good.mp4', 'good'));
    const path = await bench.aFile('growing.mp4', 'growing');
    const growing = { key: 'growing.mp4', prepare: async () => Promise.reject(changed(path)) };
    const listener = { started: () => {}, bytes: () => {}, sent: () => {}, ...(leftOut && { leftOut }) };
    const { s3 } = bench.store;
    const signal = new AbortController().signal;
    return sendAll([growing, good], { s3, bucket: makeBucket(s3, 'videos'), listener, signal });
  };

  it('leaves out a file that is still being written, and sends the others', async () => {
    const leftOut: string[] = [];

    const sent = await send(({ key }) => void leftOut.push(key));

    expect([...sent.keys()]).toEqual(['good.mp4']);
    expect(leftOut).toEqual(['growing.mp4']);
  });

  it('fails for such a file without a callback', async () => {
    await expect(send()).rejects.toMatchObject({ name: 'FileChanging' });
  });
});

describe('assertSettled', () => {
  const bench = useEach(openBench);

  it.each([
    ['old', () => 1_795_000_000],
    ['new', () => Math.floor(Date.now() / 1_000)],
    ['dated tomorrow', () => Math.floor(Date.now() / 1_000) + 86_400],
  ])('accepts a file that is %s and does not change', async (_what, time) => {
    const path = await bench.aFile('a.mp4', 'abc');
    const seconds = time();
    await utimes(path, seconds, seconds);

    await expect(assertSettled({ path, size: 3, modifiedMs: seconds * 1_000 })).resolves.toBeUndefined();
  });

  it('refuses a file that has grown since the course was read', async () => {
    const path = await bench.aFile('a.mp4', 'abc');
    await appendFile(path, 'd');

    await expect(assertSettled({ path, size: 3, modifiedMs: 1_795_000_000_000 })).rejects.toMatchObject({
      name: 'FileChanging',
    });
  });
});
