// Interrupted uploads, and how another process continues them. Uninterrupted ones are in send-all.test.ts.

import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ListMultipartUploadsCommand } from '@aws-sdk/client-s3';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { VIDEO_BUCKET } from '../../../../local/store.ts';
import { UserError } from '../../../../services/shared/contracts/errors.ts';
import { keys } from '../../../../services/shared/contracts/keys.ts';
import { forgetArrived } from '../../../../services/uploader/send/unfinished.ts';
import { useEach } from '../../../fixtures/use-each.ts';
import { MIB, openBench } from './sending.ts';

const KEY = 'week 1/it\'s "large" & é<1>.mp4';

describe('sendAll after an interruption', () => {
  const bench = useEach(openBench);
  let body: Buffer;
  let path: string;
  beforeEach(async () => {
    body = randomBytes(28 * MIB);
    path = await bench.aFile('large.mp4', body);
  });

  /** Stops the first run once S3 has two of four parts. */
  const interrupt = async () => {
    const controller = new AbortController();
    let sent = 0;
    const onBytes = (count: number) => {
      sent += count;
      if (sent >= 20 * MIB) controller.abort();
    };
    const sending = bench.send([bench.toSend(KEY, path)], { signal: controller.signal, jobs: 1, onBytes });
    await expect(sending).rejects.toMatchObject({ name: 'AbortError' });
    bench.requests.length = 0;
  };
  const unfinished = async () => {
    const found = await bench.store.s3.send(new ListMultipartUploadsCommand({ Bucket: VIDEO_BUCKET }));
    return (found.Uploads ?? []).map(({ Key }) => Key);
  };
  const whatArrived = async () => {
    await bench.videos.download(KEY, join(bench.folder, 'copy'));
    return readFile(join(bench.folder, 'copy'));
  };

  it('leaves the parts in S3, and a record of them', async () => {
    await interrupt();

    expect(await unfinished()).toEqual([KEY]);
    expect(await bench.videos.head(keys.upload(KEY))).toBeDefined();
    expect(await bench.videos.head(KEY)).toBeUndefined();
  });

  it('continues at the first missing part, and removes the record', async () => {
    await interrupt();

    const { started, bytes } = await bench.send([bench.toSend(KEY, path)]);

    expect(started).toEqual([{ key: KEY, size: 28 * MIB, kind: 'video', resumed: 16 * MIB }]);
    expect(bytes).toBe(12 * MIB);
    expect(bench.partsSent()).toBe(2);
    expect((await whatArrived()).equals(body)).toBe(true);
    expect(await unfinished()).toEqual([]);
    expect(await Array.fromAsync(bench.videos.list(keys.uploads))).toEqual([]);
  });

  it('removes the record of a file that arrived before its sender was killed, and of no other', async () => {
    await interrupt();
    await bench.videos.writeJson(keys.upload('other.mp4'), {});

    await forgetArrived([{ key: KEY }, { key: 'small.mp4' }], { bucket: bench.videos });

    expect(await bench.videos.head(keys.upload(KEY))).toBeUndefined();
    expect(await bench.videos.head(keys.upload('other.mp4'))).toBeDefined();
  });

  it('starts again if the file has changed but not its size', async () => {
    await interrupt();
    body = randomBytes(28 * MIB);
    await writeFile(path, body);

    const { started } = await bench.send([bench.toSend(KEY, path)]);

    expect(started).toMatchObject([{ resumed: 0 }]);
    expect(bench.partsSent()).toBe(4);
    expect((await whatArrived()).equals(body)).toBe(true);
    expect(await unfinished()).toEqual([]);
  });

  it('starts again if the soundtrack is sent instead of the file', async () => {
    await interrupt();

    await bench.send([bench.toSend(KEY, path, { kind: 'soundtrack' })]);

    expect(bench.partsSent()).toBe(4);
    expect(await unfinished()).toEqual([]);
  });

  it('abandons an upload without a record, whose file is unknown', async () => {
    await interrupt();
    await bench.videos.remove(keys.upload(KEY));

    await bench.send([bench.toSend(KEY, path)]);

    expect(bench.partsSent()).toBe(4);
    expect(await unfinished()).toEqual([]);
  });

  it('starts again if S3 no longer has the upload', async () => {
    await interrupt();
    const record = await bench.videos.readText(keys.upload(KEY));
    const gone = JSON.stringify({ ...JSON.parse(record ?? ''), uploadId: 'gone' });
    await bench.videos.write(keys.upload(KEY), gone);

    await bench.send([bench.toSend(KEY, path)]);

    expect((await whatArrived()).equals(body)).toBe(true);
    expect(await unfinished()).toEqual([]);
  });

  it('continues a file that was stopped because another one had changed', async () => {
    const small = await bench.aFile('small.mp4', 'small');
    const hasParts = Promise.withResolvers<void>();
    let count = 0;
    const onBytes = (bytes: number) => {
      count += bytes;
      if (count >= 20 * MIB) hasParts.resolve();
    };
    const other = bench.toSend('week 1/small.mp4', small);
    const prepare = async () => {
      await hasParts.promise;
      throw new UserError('small.mp4 changed');
    };
    const both = bench.send([bench.toSend(KEY, path), { ...other, prepare }], { jobs: 1, onBytes });
    await expect(both).rejects.toMatchObject({ message: 'small.mp4 changed' });

    expect(await unfinished()).toEqual([KEY]);
    const { started } = await bench.send([bench.toSend(KEY, path)]);

    expect(started).toMatchObject([{ resumed: 16 * MIB }]);
  });

  it('abandons the parts of a file that has become small', async () => {
    await interrupt();
    await writeFile(path, 'small');

    await bench.send([bench.toSend(KEY, path)]);

    expect(await bench.videos.readText(KEY)).toBe('small');
    expect(await unfinished()).toEqual([]);
    expect(await bench.videos.head(keys.upload(KEY))).toBeUndefined();
  });
});
