import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer as createHttp, request as requestHttp } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { connect, type Server } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { listenLocally } from '../../../fixtures/listen.ts';
import { startCli } from '../../transcriber/models/child.ts';
import { fakeModel, holds, modelServer, serve } from '../../transcriber/models/model-server.ts';

const hasOpenssl = (() => {
  try {
    execFileSync('openssl', ['version']);
    return true;
  } catch {
    return false;
  }
})();

const bytes = fakeModel();

/** A proxy that records its requests, forwards HTTP and tunnels everything else. */
const makeProxy = (requests: string[]) =>
  createHttp((incoming, outgoing) => {
    requests.push(`${incoming.method} ${incoming.url}`);
    requestHttp(
      incoming.url ?? '',
      { method: incoming.method ?? 'GET', headers: incoming.headers },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 0, answer.headers);
        answer.pipe(outgoing);
      },
    ).end();
  }).on('connect', ({ url = '' }, socket) => {
    requests.push(`CONNECT ${url}`);
    const target = connect(Number(url.split(':')[1]), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      target.pipe(socket).pipe(target);
    });
    for (const side of [socket, target]) side.on('error', () => {});
  });

describe('ensureModel', () => {
  const server = modelServer();
  const path = () => join(server.folder, 'ggml-course.bin');
  const run = (env: Record<string, string>) => startCli(['course', server.folder], env).ended();
  const open: Server[] = [];
  const requests: string[] = [];
  let proxy = '';
  beforeEach(async () => {
    open.push(makeProxy(requests));
    proxy = `http://127.0.0.1:${await listenLocally(open[0] ?? makeProxy(requests))}`;
  });
  afterEach(() => {
    for (const server of open.splice(0)) server.close();
    requests.length = 0;
  });

  it('uses the proxy in HTTP_PROXY', async () => {
    server.answers = [
      (_request, response) => response.end(),
      (_request, response) => response.writeHead(302, { location: '/storage/model' }).end(),
      serve(bytes),
    ];

    const { end } = await run({ WHISPER_MODEL_URL: `${server.url}/a.bin`, HTTP_PROXY: proxy });

    expect(end).toBe(0);
    expect(await holds(path(), bytes)).toBe(true);
    expect(requests).toEqual([
      `HEAD ${server.url}/a.bin`,
      `GET ${server.url}/a.bin`,
      `GET ${server.url}/storage/model`,
    ]);
  });

  it('does not use it for a server in NO_PROXY', async () => {
    server.answers = [serve(bytes)];

    const { end } = await run({
      WHISPER_MODEL_URL: `${server.url}/a.bin`,
      HTTP_PROXY: proxy,
      NO_PROXY: '127.0.0.1',
    });

    expect(end).toBe(0);
    expect(requests).toEqual([]);
  });

  (hasOpenssl ? describe : describe.skip)("with a company's CA (needs openssl)", () => {
    let url = '';
    const ca = () => join(server.folder, 'cert.pem');
    beforeEach(async () => {
      const key = join(server.folder, 'key.pem');
      const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
      const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
      execFileSync('openssl', ['req', '-x509', ...curve, '-keyout', key, '-out', ca(), ...subject], {
        stdio: 'ignore',
      });
      const https = createHttps({ key: readFileSync(key), cert: readFileSync(ca()) }, serve(bytes));
      open.push(https);
      url = `https://localhost:${await listenLocally(https)}/a.bin`;
    });

    it('trusts the certificates of NODE_EXTRA_CA_CERTS', async () => {
      const { end, output } = await run({ WHISPER_MODEL_URL: url, NODE_EXTRA_CA_CERTS: ca() });

      expect(output).toContain('is complete');
      expect(end).toBe(0);
      expect(await holds(path(), bytes)).toBe(true);
    });

    it("trusts the certificates of the system's store", async () => {
      const { end } = await run({ WHISPER_MODEL_URL: url, SSL_CERT_FILE: ca() });

      expect(end).toBe(0);
    });

    it('says what to do without them', async () => {
      const { end, output } = await run({ WHISPER_MODEL_URL: url });

      expect(end).toBe(1);
      expect(output).toContain('the secure connection failed (DEPTH_ZERO_SELF_SIGNED_CERT');
      expect(output).toContain('set NODE_EXTRA_CA_CERTS to the PEM file of its CA');
      expect(output.trimEnd()).not.toContain('\n');
    });

    it('uses a tunnel through HTTPS_PROXY', async () => {
      const { end } = await run({ WHISPER_MODEL_URL: url, NODE_EXTRA_CA_CERTS: ca(), HTTPS_PROXY: proxy });

      expect(end).toBe(0);
      expect(requests).toContain(`CONNECT ${new URL(url).host}`);
    });

    it('says that the proxy refuses the connection', async () => {
      const refusing = createHttp().on('connect', (_request, socket) => {
        socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
      });
      open.push(refusing);
      const HTTPS_PROXY = `http://127.0.0.1:${await listenLocally(refusing)}`;

      const { end, output } = await run({ WHISPER_MODEL_URL: url, HTTPS_PROXY });

      expect(end).toBe(1);
      expect(output).toContain('Proxy response (407)');
      expect(output).toContain('Check HTTPS_PROXY');
      expect(output.trimEnd()).not.toContain('\n');
    });
  });

  it('says that a server does not use TLS', async () => {
    const { end, output } = await run({
      WHISPER_MODEL_URL: `${server.url.replace('http:', 'https:')}/a.bin`,
    });

    expect(end).toBe(1);
    expect(output).toContain('the secure connection failed (ERR_SSL_');
  });
});
