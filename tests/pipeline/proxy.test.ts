// The command behind a company's proxy: a host that only the proxy can reach, with a certificate of the company's own CA.

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer as createHttp, request } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { connect, type Server } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openStore, type ServedStore } from '../../local/store.ts';
import { EXIT } from '../../services/uploader/failures/exit-codes.ts';
import { listenLocally } from '../fixtures/listen.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { uploader } from './cli.ts';

const HOST = 's3.company.test';
const LOGIN = `Basic ${Buffer.from('ana:s@cret').toString('base64')}`;

/** Records its requests, requires a login, and connects every host to this machine. */
const makeProxy = (asked: string[], answer: () => number) =>
  createHttp((_request, response) => response.writeHead(407).end()).on(
    'connect',
    ({ url = '', headers }, socket) => {
      asked.push(url);
      socket.on('error', () => {});
      const status = headers['proxy-authorization'] === LOGIN ? answer() : 407;
      if (status !== 200) return void socket.end(`HTTP/1.1 ${status} No\r\ncontent-length: 0\r\n\r\n`);
      const target = connect(Number(url.split(':')[1]), '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        target.pipe(socket).pipe(target);
      });
      target.on('error', () => {});
    },
  );

/** Puts TLS in front of the local S3. */
const makeFront = (folder: string, endpoint: string) => {
  const pem = (name: string) => readFileSync(join(folder, name));
  return createHttps({ key: pem('key.pem'), cert: pem('ca.pem') }, ({ method, url, headers }, response) => {
    const onward = request(new URL(url ?? '', endpoint), { method: method ?? '', headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 0, answer.headers);
      answer.pipe(response);
    });
    onward.end();
  });
};

describe('behind a proxy', () => {
  const folder = temporaryFolder();
  const asked: string[] = [];
  let status = 200;
  let store: ServedStore;
  const open: Server[] = [];
  let proxyPort = 0;
  let frontPort = 0;
  beforeAll(async () => {
    const subject = ['-subj', `/CN=${HOST}`, '-addext', `subjectAltName=DNS:${HOST},DNS:localhost`];
    const files = ['-keyout', join(folder, 'key.pem'), '-out', join(folder, 'ca.pem')];
    execFileSync(
      'openssl',
      ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', ...subject, ...files],
      {
        stdio: 'ignore',
      },
    );
    store = await openStore(temporaryFolder());
    open.push(
      makeProxy(asked, () => status),
      makeFront(folder, store.endpoint),
    );
    [proxyPort = 0, frontPort = 0] = await Promise.all(open.map(listenLocally));
  });
  afterAll(async () => {
    for (const server of open) server.close();
    await store.close();
  });
  beforeEach(() => {
    asked.length = 0;
    status = 200;
  });

  const run = (env: Record<string, string>) =>
    uploader(['status'], temporaryFolder(), {
      HOME: folder,
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_ACCESS_KEY_ID: 'S3RVER',
      AWS_SECRET_ACCESS_KEY: 'S3RVER',
      AWS_REGION: 'us-east-1',
      AWS_ENDPOINT_URL: `https://${HOST}:${frontPort}`,
      VIDEO_BUCKET: 'videos',
      TRANSCRIPT_BUCKET: 'transcripts',
      NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem'),
      ...env,
    });
  const proxy = (login = 'ana:s%40cret@') => `http://${login}127.0.0.1:${proxyPort}`;

  it.each(['HTTPS_PROXY', 'all_proxy'])('uses the proxy in %s', async (name) => {
    const ended = await run({ [name]: proxy() });

    expect(ended).toMatchObject({ code: EXIT.done, stdout: 'There are no runs yet.\n' });
    expect(new Set(asked)).toEqual(new Set([`${HOST}:${frontPort}`]));
  });

  it('does not use it for a host in NO_PROXY', async () => {
    const ended = await run({
      HTTPS_PROXY: proxy(),
      NO_PROXY: 'localhost',
      AWS_ENDPOINT_URL: `https://localhost:${frontPort}`,
    });

    expect(ended.code).toBe(EXIT.done);
    expect(asked).toEqual([]);
  });

  it('trusts the certificates of AWS_CA_BUNDLE like those of NODE_EXTRA_CA_CERTS', async () => {
    const env = { HTTPS_PROXY: proxy(), NODE_EXTRA_CA_CERTS: '' };

    const trusting = await run({ ...env, AWS_CA_BUNDLE: join(folder, 'ca.pem') });
    const not = await run(env);

    expect(trusting.code).toBe(EXIT.done);
    expect(not.code).toBe(EXIT.unreachable);
    expect(not.stderr).toContain('set NODE_EXTRA_CA_CERTS (or AWS_CA_BUNDLE) to the PEM file');
  });

  it('says how to give a login if the proxy requires one', async () => {
    const { code, stderr } = await run({ HTTPS_PROXY: proxy('ana:wrong@') });

    expect(code).toBe(EXIT.unreachable);
    expect(stderr).toContain('The proxy requires a user name and password. Put them into HTTPS_PROXY');
    expect(stderr).toContain(`127.0.0.1:${proxyPort}`);
    expect(stderr).not.toContain('wrong');
  });

  it('says who can help if the proxy refuses the host', async () => {
    status = 403;

    const { code, stderr } = await run({ HTTPS_PROXY: proxy() });

    expect(code).toBe(EXIT.unreachable);
    expect(stderr).toContain('The proxy refused the connection.');
    expect(stderr).not.toMatch(/s(@|%40)cret| {3}at /);
  });

  it('names the proxy if it cannot be reached', async () => {
    const { code, stderr } = await run({ HTTPS_PROXY: 'http://ana:secret@127.0.0.1:1' });

    expect(code).toBe(EXIT.unreachable);
    expect(stderr).toContain('The proxy http://127.0.0.1:1 cannot be reached. Check HTTPS_PROXY');
    expect(stderr).not.toContain('secret');
  });
});
