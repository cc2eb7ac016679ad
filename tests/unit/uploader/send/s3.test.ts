// How fast the S3 client sends, how long it waits, and that it sends exactly the bytes of the file.

import { randomBytes } from 'node:crypto';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { ClientRequest, createServer, type RequestListener, type Server } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { makeBucket } from '../../../../services/shared/aws/bucket.ts';
import { makeS3Client, type S3Options } from '../../../../services/uploader/send/s3.ts';
import { sendAll } from '../../../../services/uploader/send/send-all.ts';
import { listenLocally } from '../../../fixtures/listen.ts';
import { useEach } from '../../../fixtures/use-each.ts';
import { sumOf } from '../../fakes.ts';
import { MIB, openBench } from './sending.ts';

const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
const Request = z.instanceof(ClientRequest);
const EMPTY = '<Result><IsTruncated>false</IsTruncated></Result>';

describe('makeS3Client', () => {
  const bench = useEach(openBench);
  let server: Server;
  let endpoint: string;
  let answer: RequestListener;
  beforeEach(async () => {
    server = createServer((request, response) => {
      if (request.method === 'GET') response.end(EMPTY);
      else answer(request, response);
    });
    endpoint = `http://127.0.0.1:${await listenLocally(server)}`;
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  const put = async (body: Buffer, options: S3Options = {}) => {
    const s3 = makeS3Client({ endpoint, region: 'local', credentials, ...options });
    const path = await bench.aFile('a.mp4', body);
    const counts: number[] = [];
    const listener = {
      started: () => {},
      bytes: (_key: string, count: number) => void counts.push(count),
      sent: () => {},
    };
    const bucket = makeBucket(s3, 'videos');
    const signal = new AbortController().signal;
    await sendAll([bench.toSend('a.mp4', path)], { s3, bucket, listener, signal });
    return counts;
  };

  it('sends every byte of the file, and counts them as they are sent', async () => {
    const body = randomBytes(9 * MIB + 1);
    let arrived = '';
    answer = async (request, response) => {
      arrived = sumOf(await buffer(request));
      response.setHeader('etag', '"e"').end();
    };

    const counts = await put(body);

    expect(arrived).toBe(sumOf(body));
    expect(counts.length).toBeGreaterThan(10);
    expect(counts.reduce((sum, count) => sum + count)).toBe(body.length);
  });

  it('sends them again after an error, and subtracts what it had counted', async () => {
    const body = randomBytes(3 * MIB);
    const refusals = [503, 500];
    let arrived = '';
    answer = async (request, response) => {
      arrived = sumOf(await buffer(request));
      response
        .setHeader('etag', '"e"')
        .writeHead(refusals.pop() ?? 200)
        .end();
    };

    const counts = await put(body);

    expect(arrived).toBe(sumOf(body));
    expect(counts.filter((count) => count < 0)).toHaveLength(2);
    expect(counts.reduce((sum, count) => sum + count)).toBe(body.length);
  });

  it('resends bytes that were damaged on the way, but not for ever', async () => {
    let tries = 0;
    answer = async (request, response) => {
      await buffer(request);
      tries += 1;
      response.statusCode = 400;
      response.end('<Error><Code>BadDigest</Code><Message>no</Message></Error>');
    };

    await expect(put(randomBytes(1_000))).rejects.toMatchObject({ name: 'BadDigest' });

    expect(tries).toBe(3);
  });

  it('does not exceed the given rate', async () => {
    answer = async (request, response) => {
      await buffer(request);
      response.setHeader('etag', '"e"').end();
    };
    const started = performance.now();

    await put(randomBytes(MIB), { bytesPerSecond: 2 * MIB });

    // It may make up for a late timer, so it can take less than half a second.
    expect(performance.now() - started).toBeGreaterThan(380);
  });

  it('retries a stalled request', async () => {
    let tries = 0;
    const sent: ClientRequest[] = [];
    const waits: unknown[] = [];
    const note = (message: unknown) => void sent.push(z.object({ request: Request }).parse(message).request);
    subscribe('http.client.request.start', note);
    answer = async (request, response) => {
      tries += 1;
      if (tries === 1) {
        // Pretend that the time limit for a stalled connection is over.
        const socket = sent.at(-1)?.socket;
        waits.push(socket?.timeout);
        socket?.emit('timeout');
        return;
      }
      await buffer(request);
      response.setHeader('etag', '"e"').end();
    };

    await put(randomBytes(20 * MIB).subarray(0, 15 * MIB), { stallMs: 5_432 });
    unsubscribe('http.client.request.start', note);

    expect(waits).toEqual([5_432]);
    expect(tries).toBe(2);
  });
});
