// Two runs that send to the same key, and lost answers. The local server supports conditional writes like S3.

import { randomBytes } from 'node:crypto';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { describe, expect, it } from '@jest/globals';
import { VIDEO_BUCKET } from '../../../../local/store.ts';
import { anError } from '../../../fixtures/an-error.ts';
import { useEach } from '../../../fixtures/use-each.ts';
import { etagOf, sumOf } from '../../fakes.ts';
import { MIB, openBench } from './sending.ts';

const KEY = 'week 1/a.mp4';

describe('sendAll beside another run', () => {
  const bench = useEach(openBench);

  const sizes: [string, Buffer][] = [
    ['small', randomBytes(100)],
    ['large', randomBytes(20 * MIB)],
  ];
  const stands = (Body: string | Buffer, sha256: string) =>
    bench.store.s3.send(
      new PutObjectCommand({ Bucket: VIDEO_BUCKET, Key: KEY, Body, Metadata: { 'source-sha256': sha256 } }),
    );

  it.each(sizes)('considers a %s file sent if another run has sent it', async (_size, body) => {
    await stands('its soundtrack', sumOf(body));
    const path = await bench.aFile('a.mp4', body);

    const { sent } = await bench.send([bench.toSend(KEY, path)]);

    expect(sent.get(KEY)?.etag).toBe(etagOf('its soundtrack'));
    expect(await bench.videos.readText(KEY)).toBe('its soundtrack');
  });

  it.each(sizes)('refuses a %s file if another run has sent another version', async (_size, body) => {
    await stands('other', sumOf('other'));
    const path = await bench.aFile('a.mp4', body);

    await expect(bench.send([bench.toSend(KEY, path)])).rejects.toEqual(
      anError('UserError', `Another run has sent another version of ${KEY}`),
    );

    expect(await bench.videos.readText(KEY)).toBe('other');
  });

  it.each(sizes)(
    'replaces the object that was there when the run was planned with a %s file',
    async (_size, body) => {
      await stands('before', sumOf('before'));
      const path = await bench.aFile('a.mp4', body);

      await bench.send([bench.toSend(KEY, path, {}, etagOf('before'))]);

      expect((await bench.videos.head(KEY))?.size).toBe(body.length);
    },
  );

  it.each(sizes)('sends a %s file if the object to replace is gone', async (_size, body) => {
    const path = await bench.aFile('a.mp4', body);

    await bench.send([bench.toSend(KEY, path, {}, etagOf('before'))]);

    expect((await bench.videos.head(KEY))?.size).toBe(body.length);
    expect(bench.requests.filter((name) => name === 'PUT part 1').length).toBeLessThan(2);
  });

  it.each(sizes)('considers a %s file sent if only the answer was lost', async (_size, body) => {
    const path = await bench.aFile('a.mp4', body);
    // PutObject also writes the record of a large file.
    const lost = new Set([body.length < MIB ? 'PutObjectCommand' : 'CompleteMultipartUploadCommand']);
    bench.store.s3.middlewareStack.add(
      (next, context) => async (args) => {
        const answer = await next(args);
        if (!lost.delete(context.commandName ?? '')) return answer;
        throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
      },
      { step: 'deserialize', priority: 'high' },
    );

    const { sent } = await bench.send([bench.toSend(KEY, path)]);

    expect(sent.get(KEY)?.etag).toBe((await bench.videos.head(KEY))?.etag);
    expect((await bench.videos.head(KEY))?.size).toBe(body.length);
  });
});
