// A server of models on a loopback port, and an empty folder, for each test. It records its requests.

import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { afterEach, beforeEach } from '@jest/globals';
import { listenLocally } from '../../../fixtures/listen.ts';
import { temporaryFolder } from '../../../fixtures/temporary-folder.ts';

/** Proxies and certificates that this machine may need, but that these tests must not use. */
export const OUTSIDE =
  /^(https?_proxy|no_proxy|all_proxy|node_extra_ca_certs|node_use_\w+|ssl_cert_\w+|whisper_model_url)$/i;

const HEADER_BYTES = 48;
/** Mel filters without bands, a vocabulary without words, and the head of a tensor with one dimension and no name. */
const TABLE_BYTES = 8 + 4 + 16;

/** A file that whisper.cpp's reader accepts as a complete model, with one tensor of random 16-bit numbers. */
export const fakeModel = (size = 100_000, { vocabulary = 51_865, mels = 80 } = {}): Buffer => {
  const bytes = randomBytes(size);
  const header = [0x67676d6c, vocabulary, 1500, 384, 6, 4, 448, 384, 6, 4, mels, 1];
  const values = Math.floor((size - HEADER_BYTES - TABLE_BYTES) / 2);
  // If the size is odd, one byte is the tensor's name.
  const table = [0, 0, 0, 1, size % 2, 1, values];
  [...header, ...table].forEach((value, index) => {
    bytes.writeInt32LE(value, index * 4);
  });
  return bytes;
};

/** jest compares large buffers byte by byte, which takes seconds. */
export const holds = async (path: string, bytes: Buffer): Promise<boolean> =>
  (await readFile(path)).equals(bytes);

export type Serving = {
  etag?: string;
  /** Sends at most this many bytes of an answer, and leaves the connection open. */
  holdAfter?: number;
  honoursRange?: boolean;
  honoursIfRange?: boolean;
};

/** Answers like a file server: with the whole file, or from the start of `Range`. */
export const serve = (bytes: Buffer, serving: Serving = {}): RequestListener => {
  const { etag = '"first"', holdAfter, honoursRange = true, honoursIfRange = true } = serving;
  return ({ headers }, response) => {
    const isSame = !honoursIfRange || headers['if-range'] === etag;
    const range = /^bytes=(\d+)-$/.exec(headers.range ?? '');
    const offset = range && honoursRange && isSame ? Number(range[1]) : 0;
    response.setHeader('etag', etag).setHeader('content-length', bytes.length - offset);
    if (offset > 0)
      response.writeHead(206, { 'content-range': `bytes ${offset}-${bytes.length - 1}/${bytes.length}` });
    if (holdAfter === undefined) response.end(bytes.subarray(offset));
    else response.write(bytes.subarray(offset, offset + holdAfter));
  };
};

type ReceivedRequest = {
  method: string;
  url: string;
  range: string | undefined;
  ifRange: string | undefined;
};

const received = ({ method = '', url = '', headers }: IncomingMessage): ReceivedRequest => ({
  method,
  url,
  range: headers.range,
  ifRange: String(headers['if-range'] ?? '') || undefined,
});

/** Call it in a `describe`; everything exists while a test runs. */
export const modelServer = () => {
  let http = createServer();
  const server = {
    url: '',
    folder: '',
    requests: [] as ReceivedRequest[],
    /** One for each request, in order; the last one is used for all later requests. */
    answers: [] as RequestListener[],
    /** Breaks all connections. */
    drop: () => http.closeAllConnections(),
  };
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    server.requests.push(received(request));
    const listener = server.answers[Math.min(server.requests.length, server.answers.length) - 1];
    listener?.(request, response);
  };
  const environment = { ...process.env };
  beforeEach(async () => {
    for (const name of Object.keys(process.env)) if (OUTSIDE.test(name)) delete process.env[name];
    http = createServer(answer);
    server.url = `http://127.0.0.1:${await listenLocally(http)}`;
    server.folder = temporaryFolder();
    Object.assign(server, { requests: [], answers: [] });
  });
  afterEach(() => {
    http.closeAllConnections();
    http.close();
    process.env = { ...environment };
  });
  return server;
};
