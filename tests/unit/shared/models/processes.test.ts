import { readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { type EnsureOptions, ensureModel } from '../../../../services/shared/models/fetch.ts';
import { startCli } from '../../transcriber/models/child.ts';
import { fakeModel, holds, modelServer, serve } from '../../transcriber/models/model-server.ts';

const bytes = fakeModel(4 * 2 ** 20);
const HALF = bytes.length / 2;
const models = [{ name: 'course' }];

describe('ensureModel', () => {
  const server = modelServer();
  const url = () => `${server.url}/course.bin`;
  const path = () => join(server.folder, 'ggml-course.bin');
  const gets = () => server.requests.filter(({ method }) => method === 'GET');
  const start = () => startCli(['course', server.folder], { WHISPER_MODEL_URL: url() });
  const ensure = (options: Partial<EnsureOptions> = {}) =>
    ensureModel('course', { folder: server.folder, url: url(), models, ...options });
  /** Answers the first GET halfway, and the rest when told to. */
  const halfway = () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    server.answers = [
      (_request, response) => response.end(),
      (_request, response) => {
        response.writeHead(200, { etag: '"first"', 'content-length': bytes.length });
        response.write(bytes.subarray(0, HALF));
        void promise.then(() => response.end(bytes.subarray(HALF)));
      },
      serve(bytes),
    ];
    return resolve;
  };

  it('downloads once for two processes', async () => {
    const goOn = halfway();
    const first = start();
    await first.says('course: 50 %');
    const second = start();
    await second.says(`waiting for process ${first.pid}`);
    goOn();

    const [one, other] = await Promise.all([first.ended(), second.ended()]);

    expect([one.end, other.end]).toEqual([0, 0]);
    expect(gets()).toHaveLength(1);
    expect(await holds(path(), bytes)).toBe(true);
    expect(await readdir(server.folder)).toEqual(['ggml-course.bin']);
  });

  it('downloads once for two calls', async () => {
    server.answers = [serve(bytes)];

    const got = await Promise.all([ensure(), ensure({ folder: join(server.folder, 'x', '..') })]);

    expect(got.map(({ name }) => name)).toEqual(['course', 'course']);
    expect(gets()).toHaveLength(1);
  });

  it('continues for a waiting call when the call that it waits for is stopped', async () => {
    halfway();
    const stop = new AbortController();
    const first = ensure({
      signal: stop.signal,
      onProgress: (size) => {
        if (size === HALF) second = ensure({ onWait: () => stop.abort(new Error('Ctrl-C')) });
      },
    });
    let second = Promise.reject<unknown>(new Error('it never came halfway'));
    second.catch(() => {});

    await expect(first).rejects.toThrow('Ctrl-C');
    await second;

    expect(gets().map(({ range }) => range)).toEqual([undefined, `bytes=${HALF}-`]);
    expect(await holds(path(), bytes)).toBe(true);
  });

  it('continues after a process was killed, and takes over its lock', async () => {
    halfway();
    const killed = start();
    await killed.says('course: 50 %');
    killed.kill('SIGKILL');
    const { end } = await killed.ended();
    const left = await readdir(server.folder);

    await ensure();

    expect(end).toBe('SIGKILL');
    expect(left).toContain('ggml-course.bin.lock');
    expect(gets()).toHaveLength(2);
    expect(gets()[1]?.range).toMatch(/^bytes=[1-9]\d+-$/);
    expect(await holds(path(), bytes)).toBe(true);
    expect(await readdir(server.folder)).toEqual(['ggml-course.bin']);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('ends with one line and keeps the part on %s', async (signal) => {
    halfway();
    const stopped = start();
    await stopped.says('course: 50 %');
    stopped.kill(signal);

    const { end, output } = await stopped.ended();

    expect(end).toBe(1);
    expect(output.trim().split('\n').at(-1)).toBe(
      `Stopped by ${signal}. Run the same command again to continue.`,
    );
    expect((await readdir(server.folder)).sort()).toEqual([
      'ggml-course.bin.part',
      'ggml-course.bin.part.json',
    ]);
  });

  it('takes over a lock from before the machine started, even if its process id is in use now', async () => {
    server.answers = [serve(bytes)];
    const lock = `${path()}.lock`;
    await writeFile(lock, String(process.ppid));
    await utimes(lock, 0, 0);

    await ensure();

    expect(await readdir(server.folder)).toEqual(['ggml-course.bin']);
  });

  it('takes over a lock of an earlier process with the same id, as in a container', async () => {
    server.answers = [serve(bytes)];
    await writeFile(`${path()}.lock`, String(process.pid));

    await ensure();

    expect(await readdir(server.folder)).toEqual(['ggml-course.bin']);
  });

  it('can be stopped while it waits', async () => {
    await writeFile(`${path()}.lock`, String(process.ppid));
    const stop = new AbortController();
    const onWait = () => setImmediate(() => stop.abort(new Error('Ctrl-C')));

    await expect(ensure({ onWait, signal: stop.signal })).rejects.toThrow('Ctrl-C');

    expect(server.requests).toEqual([]);
  });
});

describe('cli.ts', () => {
  const server = modelServer();

  it.each([
    ['an unknown name', ['nobody'], 'There is no Whisper model "nobody".'],
    ['no folder', [], 'Usage: node services/shared/models/cli.ts NAME FOLDER'],
  ])('reports an error in one line: %s', async (_name, names, message) => {
    const { end, output } = await startCli(
      names.flatMap((name) => [name, server.folder]),
      {},
    ).ended();

    expect(end).toBe(1);
    expect(output.trimEnd()).not.toContain('\n');
    expect(output).toContain(message);
  });

  it('verifies the checksum of an existing model', async () => {
    await writeFile(join(server.folder, 'ggml-tiny.bin'), fakeModel());

    const { end, output } = await startCli(['tiny', server.folder], {}).ended();

    expect(end).toBe(1);
    expect(output).toContain('is damaged or another file: its sha1 is');
  });
});
