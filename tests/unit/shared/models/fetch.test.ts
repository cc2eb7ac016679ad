import { createHash } from 'node:crypto';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { UserError } from '../../../../services/shared/contracts/errors.ts';
import { type EnsureOptions, ensureModel } from '../../../../services/shared/models/fetch.ts';
import { fakeModel, holds, modelServer, serve } from '../../transcriber/models/model-server.ts';

const sha1 = (bytes: Buffer) => createHash('sha1').update(bytes).digest('hex');
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

const bytes = fakeModel();
const models = [{ name: 'tiny', sha1: sha1(bytes) }, { name: 'base' }];

describe('ensureModel', () => {
  const server = modelServer();
  const ensure = (name: string, options: Partial<EnsureOptions> = {}) =>
    ensureModel(name, { folder: server.folder, url: server.url, models, retryMs: 1, ...options });
  const pathOf = (file = 'ggml-tiny.bin') => join(server.folder, file);

  it('downloads a model by its name', async () => {
    server.answers = [serve(bytes)];
    const seen: unknown[] = [];

    const model = await ensure('tiny', { onProgress: (...progress) => seen.push(progress) });

    expect(model).toEqual({ name: 'tiny', path: pathOf(), multilingual: true });
    expect(await holds(model.path, bytes)).toBe(true);
    expect(server.requests).toEqual([
      { method: 'GET', url: '/ggml-tiny.bin', range: undefined, ifRange: undefined },
    ]);
    expect(seen[0]).toEqual([0, bytes.length]);
    expect(seen.at(-1)).toEqual([bytes.length, bytes.length]);
  });

  it('leaves nothing but the model', async () => {
    server.answers = [serve(bytes)];

    await ensure('tiny', { folder: join(server.folder, 'new', 'one') });

    expect(await readdir(join(server.folder, 'new', 'one'))).toEqual(['ggml-tiny.bin']);
  });

  it.each(['tiny', 'ggml-tiny.bin'])('uses %s from the folder if it is there', async (name) => {
    await writeFile(pathOf(), bytes);

    expect(await ensure(name)).toEqual({ name: 'tiny', path: pathOf(), multilingual: true });
    expect(server.requests).toEqual([]);
  });

  it('looks into the bundled folders first', async () => {
    const bundled = join(server.folder, 'bundled');
    await mkdir(bundled);
    await writeFile(pathOf(), bytes);
    await writeFile(join(bundled, 'ggml-tiny.bin'), bytes);

    const { path } = await ensure('tiny', { bundled: [join(server.folder, 'none'), bundled] });

    expect(path).toBe(join(bundled, 'ggml-tiny.bin'));
  });

  it('uses a model of any name that somebody put into the folder', async () => {
    await writeFile(pathOf('ggml-course.bin'), fakeModel(1_000, { vocabulary: 51_864 }));

    const model = await ensure('course');

    expect(model).toEqual({ name: 'course', path: pathOf('ggml-course.bin'), multilingual: false });
  });

  it('uses a path unchanged', async () => {
    await writeFile(pathOf('mine.bin'), bytes);

    const model = await ensure(pathOf('mine.bin'));

    expect(model).toEqual({ name: 'mine', path: pathOf('mine.bin'), multilingual: true });
    expect(server.requests).toEqual([]);
  });

  it.each([
    ['does not exist', 'none.bin', 'there is no such file'],
    ['is not a model', 'page.bin', 'it is a web page'],
  ])('refuses a path that %s', async (_name, file, why) => {
    await writeFile(pathOf('page.bin'), '<html>');

    await expect(ensure(pathOf(file))).rejects.toThrow(UserError);
    await expect(ensure(pathOf(file))).rejects.toThrow(why);
  });

  it('refuses an unknown name', async () => {
    const refused = ensure('tinny');

    await expect(refused).rejects.toThrow(UserError);
    await expect(refused).rejects.toThrow('Did you mean tiny?');
    expect(server.requests).toEqual([]);
  });

  it('follows redirects', async () => {
    server.answers = [
      (_request, response) => response.writeHead(302, { location: '/elsewhere?key=1' }).end(),
      serve(bytes),
    ];

    const { path } = await ensure('tiny');

    expect(await holds(path, bytes)).toBe(true);
    expect(server.requests.map(({ url }) => url)).toEqual(['/ggml-tiny.bin', '/elsewhere?key=1']);
  });

  describe('with WHISPER_MODEL_URL', () => {
    it.each([
      ['a folder', '/mirror', 'tiny', '/mirror/ggml-tiny.bin'],
      ['a folder that ends in a slash', '/mirror/', 'tiny', '/mirror/ggml-tiny.bin'],
      ['a signed folder', '/mirror?key=1', 'tiny', '/mirror/ggml-tiny.bin?key=1'],
      ['a file', '/some/file.bin', 'tiny', '/some/file.bin'],
      ['a file with an unlisted model', '/some/file.bin?key=1', 'course', '/some/file.bin?key=1'],
    ])('downloads from there: %s', async (_name, address, name, url) => {
      server.answers = [serve(bytes)];
      process.env.WHISPER_MODEL_URL = server.url + address;

      await ensureModel(name, { folder: server.folder, models });

      expect(server.requests.at(-1)).toMatchObject({ method: 'GET', url });
    });

    it.each(['mirror.example.com', 'file:///tmp/a.bin'])('refuses %s', async (address) => {
      process.env.WHISPER_MODEL_URL = address;

      await expect(ensureModel('tiny', { folder: server.folder })).rejects.toThrow(
        `WHISPER_MODEL_URL is not an address: "${address}"`,
      );
    });
  });

  describe('if no checksum is known', () => {
    it("uses the hub's checksum", async () => {
      const linked = { 'x-linked-etag': `"${sha256(bytes)}"`, location: '/storage' };
      server.answers = [(_request, response) => response.writeHead(302, linked).end(), serve(bytes)];

      const { path } = await ensure('base');

      expect(await holds(path, bytes)).toBe(true);
      expect(server.requests.map(({ method }) => method)).toEqual(['HEAD', 'GET']);
    });

    it("refuses bytes that differ from the hub's", async () => {
      const linked = { 'x-linked-etag': `"${sha256(fakeModel())}"` };
      server.answers = [(_request, response) => response.writeHead(302, linked).end(), serve(bytes)];

      await expect(ensure('base')).rejects.toThrow(`its sha256 is ${sha256(bytes)}, expected `);
    });

    it('checks only the header if the server names no checksum', async () => {
      server.answers = [
        (_request, response) => response.writeHead(405).end(),
        serve(fakeModel(100, { mels: 1 })),
      ];

      await expect(ensure('base')).rejects.toThrow('another ggml model');
    });
  });
});
