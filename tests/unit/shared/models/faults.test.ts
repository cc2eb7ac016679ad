import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { UserError } from '../../../../services/shared/contracts/errors.ts';
import { type EnsureOptions, ensureModel } from '../../../../services/shared/models/fetch.ts';
import { listenLocally } from '../../../fixtures/listen.ts';
import { fakeModel, holds, modelServer, serve } from '../../transcriber/models/model-server.ts';

const bytes = fakeModel();
const sum = createHash('sha1').update(bytes).digest('hex');
const models = [{ name: 'tiny', mib: 1, sha1: sum }];

const status =
  (code: number, headers = {}): RequestListener =>
  (_request, response) =>
    response.writeHead(code, headers).end('no');

describe('ensureModel', () => {
  const server = modelServer();
  const ensure = (options: Partial<EnsureOptions> = {}) =>
    ensureModel('tiny', { folder: server.folder, url: server.url, models, retryMs: 1, ...options });
  const failure = async (options: Partial<EnsureOptions> = {}): Promise<Error> => {
    const error = await ensure(options).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(UserError);
    return error instanceof Error ? error : new Error('it did not fail');
  };
  const part = () => join(server.folder, 'ggml-tiny.bin.part');

  it.each([500, 502, 503, 429, 408])('tries again after a status of %i', async (code) => {
    server.answers = [status(code), status(code), serve(bytes)];

    const { path } = await ensure();

    expect(await holds(path, bytes)).toBe(true);
    expect(server.requests).toHaveLength(3);
  });

  it.each([
    ['in seconds', () => '1'],
    ['as a date', () => new Date(Date.now() + 2_000).toUTCString()],
  ])('waits as long as Retry-After says %s', async (_name, retryAfter) => {
    const times: number[] = [];
    const note: RequestListener = (_request, response) => {
      times.push(Date.now());
      response.writeHead(503, { 'retry-after': retryAfter() }).end();
    };
    server.answers = [note, serve(bytes)];

    await ensure();

    expect(Date.now() - (times[0] ?? 0)).toBeGreaterThanOrEqual(999);
  });

  it('gives up if the server is always busy', async () => {
    server.answers = [status(503)];

    const { message } = await failure();

    expect(message).toContain(
      'the server answered with status 503. Wait a while, then run the same command again',
    );
    expect(server.requests).toHaveLength(6);
  });

  it('gives up if the server always stops halfway and supports no range', async () => {
    const half = bytes.length / 2;
    server.answers = [serve(bytes, { holdAfter: half, honoursRange: false })];

    await failure({ onProgress: (size) => size === half && server.drop() });

    expect(server.requests).toHaveLength(6);
  });

  it.each([
    [404, 'The file does not exist. Check the name, and WHISPER_MODEL_URL'],
    [403, 'Access is denied'],
    [401, 'Access is denied'],
    [407, 'The proxy requires a user name and password'],
  ])('explains a status of %i at once', async (code, help) => {
    server.answers = [status(code)];

    const { message } = await failure();

    expect(message).toContain(
      `${server.url}/ggml-tiny.bin: the server answered with status ${code}. ${help}`,
    );
    expect(message).toContain(`put the file at ${join(server.folder, 'ggml-tiny.bin')} yourself`);
    expect(server.requests).toHaveLength(1);
  });

  it('does not reveal the key of a signed address', async () => {
    server.answers = [status(403)];

    const { message } = await failure({ url: `${server.url}/a.bin?X-Amz-Signature=secret` });

    expect(message).not.toContain('secret');
  });

  it('deletes bytes that are not the model, and prints both checksums', async () => {
    const other = fakeModel();
    server.answers = [serve(other)];

    const { message } = await failure();

    expect(message).toContain(`expected ${sum}`);
    expect(message).toContain(createHash('sha1').update(other).digest('hex'));
    expect(message).toContain('It was deleted. Run the same command again');
    expect(await readdir(server.folder)).toEqual([]);
  });

  it('keeps the part if the server answers with a web page', async () => {
    const file = { validator: '"first"', total: bytes.length };
    await writeFile(part(), bytes.subarray(0, 10));
    await writeFile(`${part()}.json`, JSON.stringify(file));
    server.answers = [
      (_request, response) =>
        response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end('<html>'),
    ];

    const { message } = await failure();

    expect(message).toContain('the server sent a web page');
    expect(await readFile(part())).toEqual(bytes.subarray(0, 10));
  });

  it('deletes a web page that claims to be something else', async () => {
    server.answers = [serve(Buffer.from('<html><body>Log in</body></html>'))];

    const { message } = await failure();

    expect(message).toContain('it is a web page');
    expect(await readdir(server.folder)).toEqual([]);
  });

  it('does not accept a file that is shorter than the server announced', async () => {
    server.answers = [
      (_request, response) => {
        response.writeHead(200, { 'content-length': bytes.length + 10, etag: '"first"' });
        response.write(bytes, () => response.destroy());
      },
    ];

    await failure();

    expect(await readdir(server.folder)).not.toContain('ggml-tiny.bin');
  });

  it('does not accept a file if the server announced less than it sent', async () => {
    server.answers = [
      ({ socket }) =>
        socket.end(`HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n${bytes.toString('latin1')}`, 'latin1'),
    ];

    await failure();

    expect(await readdir(server.folder)).not.toContain('ggml-tiny.bin');
  });

  it('accepts a file without an announced size', async () => {
    server.answers = [
      (_request, response) => {
        response.write(bytes.subarray(0, 10));
        response.end(bytes.subarray(10));
      },
    ];
    const totals = new Set<unknown>();

    const { path } = await ensure({ onProgress: (_bytes, total) => totals.add(total) });

    expect(await holds(path, bytes)).toBe(true);
    expect([...totals]).toEqual([undefined]);
  });

  it.each([
    ['says', { 'content-length': bytes.length }],
    ['does not say', {}],
  ])('checks the free disk space first, if the server %s its size', async (_name, headers) => {
    server.answers = [(_request, response) => response.writeHead(200, headers).end(bytes)];

    const { message } = await failure({ freeBytes: async () => bytes.length - 1 });

    expect(message).toContain('The model needs 1 MiB more');
    expect(await readdir(server.folder)).toEqual([]);
  });

  it('says that nothing answers at the address', async () => {
    const nobody = createServer();
    const port = await listenLocally(nobody);
    nobody.close();
    await once(nobody, 'close');

    const { message } = await failure({ url: `http://127.0.0.1:${port}`, retryMs: 60_000 });

    expect(message).toContain('the server cannot be reached (ECONNREFUSED');
    expect(message).toContain('pass the path of a model file instead of its name');
  });

  it("says that the server's name is unknown", async () => {
    const { message } = await failure({ url: 'http://models.invalid', retryMs: 60_000 });

    expect(message).toMatch(/the server cannot be reached \((ENOTFOUND|EAI_AGAIN)/);
  });

  it('says that the folder is not writable', async () => {
    await writeFile(join(server.folder, 'file'), '');

    const { message } = await failure({ folder: join(server.folder, 'file', 'models') });

    expect(message).toContain('ENOTDIR');
    expect(message).toContain('Check the disk and the permissions');
  });

  it('stops at once between two tries', async () => {
    const stop = new AbortController();
    server.answers = [
      (_request, response) => {
        response.writeHead(503).end();
        setImmediate(() => stop.abort(new Error('Ctrl-C')));
      },
    ];

    await expect(ensure({ signal: stop.signal, retryMs: 600_000 })).rejects.toThrow('Ctrl-C');
    expect(await readdir(server.folder)).toEqual([]);
  });
});
