import { createHash } from 'node:crypto';
import { readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { type EnsureOptions, ensureModel } from '../../../../services/shared/models/fetch.ts';
import { fakeModel, holds, modelServer, serve } from '../../transcriber/models/model-server.ts';

const bytes = fakeModel();
const HALF = bytes.length / 2;
const models = [{ name: 'tiny', sha1: createHash('sha1').update(bytes).digest('hex') }];

/** Above a second, undici reads in each of its own ticks, so a busy machine does not look like a stall. */
const STALL_MS = 1_100;

describe('ensureModel', () => {
  const server = modelServer();
  const ensure = (options: Partial<EnsureOptions> = {}) =>
    ensureModel('tiny', { folder: server.folder, url: server.url, models, retryMs: 1, ...options });
  /** Breaks the connection when half of the file has been sent. */
  const dropAtHalf = (size: number) => {
    if (size === HALF) server.drop();
  };
  const partOf = () => join(server.folder, 'ggml-tiny.bin.part');
  const ranges = () => server.requests.map(({ range }) => range);

  /** Leaves the first half of a file, like Ctrl-C. */
  const stopAtHalf = async (etag: string, file = bytes) => {
    server.answers = [serve(file, { etag, holdAfter: HALF })];
    const stop = new AbortController();
    const onProgress = (size: number) => size === HALF && stop.abort(new Error('Ctrl-C'));
    await expect(ensure({ onProgress, signal: stop.signal })).rejects.toThrow('Ctrl-C');
    server.requests.length = 0;
  };

  it('resumes a broken download', async () => {
    server.answers = [serve(bytes, { holdAfter: HALF }), serve(bytes)];

    const { path } = await ensure({ onProgress: dropAtHalf });

    expect(await holds(path, bytes)).toBe(true);
    expect(server.requests).toMatchObject([
      { range: undefined, ifRange: undefined },
      { range: `bytes=${HALF}-`, ifRange: '"first"' },
    ]);
  });

  it('resumes after Ctrl-C', async () => {
    await stopAtHalf('"first"');
    const left = await readdir(server.folder);
    server.answers = [serve(bytes)];

    const { path } = await ensure();

    expect(left.sort()).toEqual(['ggml-tiny.bin.part', 'ggml-tiny.bin.part.json']);
    expect(await holds(path, bytes)).toBe(true);
    expect(ranges()).toEqual([`bytes=${HALF}-`]);
    expect(await readdir(server.folder)).toEqual(['ggml-tiny.bin']);
  });

  it('starts again if the server supports no range', async () => {
    server.answers = [serve(bytes, { holdAfter: HALF }), serve(bytes, { honoursRange: false })];
    const dropOnce = (size: number) => server.requests.length === 1 && dropAtHalf(size);

    const { path } = await ensure({ onProgress: dropOnce });

    expect(await holds(path, bytes)).toBe(true);
    expect(ranges()).toEqual([undefined, `bytes=${HALF}-`]);
  });

  it('starts again if the file has changed in between', async () => {
    await stopAtHalf('"first"', fakeModel());
    server.answers = [serve(bytes, { etag: '"second"' })];

    const { path } = await ensure();

    expect(await holds(path, bytes)).toBe(true);
    expect(server.requests).toMatchObject([{ range: `bytes=${HALF}-`, ifRange: '"first"' }]);
  });

  it('starts again if the server answers with part of a file of another size', async () => {
    await stopAtHalf('"first"', fakeModel(bytes.length + 1));
    server.answers = [serve(bytes, { honoursIfRange: false })];

    const { path } = await ensure();

    expect(await holds(path, bytes)).toBe(true);
    expect(ranges()).toEqual([`bytes=${HALF}-`, undefined]);
  });

  it('starts again if the server answers 416', async () => {
    await stopAtHalf('"first"');
    server.answers = [(_request, response) => response.writeHead(416).end(), serve(bytes)];

    const { path } = await ensure();

    expect(await holds(path, bytes)).toBe(true);
    expect(ranges()).toEqual([`bytes=${HALF}-`, undefined]);
  });

  it.each([
    ['a weak one', 'W/"first"'],
    ['none', undefined],
  ])('starts again if the server has %s as its ETag', async (_name, etag) => {
    server.answers = [
      (_request, response) => {
        response.writeHead(200, { 'content-length': bytes.length, ...(etag && { etag }) });
        response.write(bytes.subarray(0, HALF));
      },
      serve(bytes),
    ];

    await ensure({ onProgress: (size) => server.requests.length === 1 && dropAtHalf(size) });

    expect(ranges()).toEqual([undefined, undefined]);
  });

  it('uses the date if the server has no ETag', async () => {
    const date = 'Sat, 21 Nov 2026 10:00:00 GMT';
    server.answers = [
      (_request, response) => {
        response.writeHead(200, { 'content-length': bytes.length, 'last-modified': date });
        response.write(bytes.subarray(0, HALF));
      },
      serve(bytes, { etag: date }),
    ];

    await ensure({ onProgress: dropAtHalf });

    expect(server.requests[1]).toMatchObject({ range: `bytes=${HALF}-`, ifRange: date });
  });

  it.each([
    ['cut off', '{"validator": "\\"fir'],
    ['in another format', '{"etag": 1}'],
  ])('starts again if the note of the part is %s', async (_name, note) => {
    await stopAtHalf('"first"');
    await writeFile(`${partOf()}.json`, note);
    server.answers = [serve(bytes)];

    const { path } = await ensure();

    expect(await holds(path, bytes)).toBe(true);
    expect(ranges()).toEqual([undefined]);
  });

  it('downloads nothing if everything had arrived', async () => {
    await writeFile(partOf(), bytes);
    await writeFile(`${partOf()}.json`, JSON.stringify({ validator: '"first"', total: bytes.length }));

    const { path } = await ensure();

    expect(await holds(path, bytes)).toBe(true);
    expect(server.requests).toEqual([]);
  });

  it('treats a server that falls silent as a broken connection', async () => {
    server.answers = [serve(bytes, { holdAfter: HALF }), serve(bytes)];

    await ensure({ stallMs: STALL_MS });

    expect(ranges()).toEqual([undefined, `bytes=${HALF}-`]);
  });

  it('treats a server that never answers as a broken connection', async () => {
    server.answers = [() => {}, serve(bytes)];

    await ensure({ stallMs: STALL_MS });

    expect(server.requests).toHaveLength(2);
  });

  it('does not count a try that got further than any before', async () => {
    const step = bytes.length / 10;
    server.answers = [serve(bytes, { holdAfter: step })];

    const { path } = await ensure({
      onProgress: (size) => size % step === 0 && size < bytes.length && server.drop(),
    });

    expect((await stat(path)).size).toBe(bytes.length);
    expect(server.requests).toHaveLength(10);
  });
});
