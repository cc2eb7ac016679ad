// S3 over Node's HTTP server.
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Answer } from './bucket.ts';
import { S3Error } from './errors.ts';
import { parseRequest, type S3Request } from './request.ts';
import { errorAnswer, type S3 } from './s3.ts';

export type ServeOptions = {
  address?: string | undefined;
  /** By default a free one. */
  port?: number | undefined;
  /** Sees every request first; returns true for those that it handles. */
  intercept?: ((request: IncomingMessage, response: ServerResponse) => boolean) | undefined;
};

export type Served = { endpoint: string; server: Server; close: () => void };

type Handle = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** @throws if the port is taken. */
export const serve = (s3: S3, options: ServeOptions = {}): Promise<Served> =>
  listen(async (request, response) => {
    if (!options.intercept?.(request, response)) {
      const answer = await answerTo(async () => s3(readRequest(request)), request);
      await send(request, response, answer);
    }
  }, options);

export const listen = async (
  handle: Handle,
  { address = '127.0.0.1', port = 0 }: ServeOptions = {},
): Promise<Served> => {
  // By default Node.js ends a request that takes more than five minutes to arrive.
  const server = createServer({ requestTimeout: 0, keepAliveTimeout: 60_000 }, (request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  server.listen(port, address);
  await once(server, 'listening');
  const bound = server.address();
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { endpoint: `http://${address}:${typeof bound === 'object' ? bound?.port : port}`, server, close };
};

/** @throws {S3Error} */
export const readRequest = (request: IncomingMessage): S3Request => ({
  ...parseRequest(request.method ?? '', request.url ?? '', request.headers),
  headers: request.headers,
  // Even if the body is not read to its end, the answer needs the connection.
  body: request.iterator({ destroyOnReturn: false }),
});

/** @throws if the client has gone away. */
export const answerTo = async (act: () => Promise<Answer>, body: Readable): Promise<Answer> => {
  try {
    return await act();
  } catch (error) {
    if (error instanceof S3Error) return errorAnswer(error);
    if (body.errored) throw error;
    return errorAnswer(new S3Error(500, 'InternalError', `The S3 server of this machine failed: ${error}`));
  }
};

export const send = async (
  { method }: IncomingMessage,
  response: ServerResponse,
  { status, headers, body }: Answer,
): Promise<void> => {
  response.statusCode = status;
  response.setHeader('x-amz-request-id', randomUUID());
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (typeof body === 'object') return pipeline(body, response);
  if (body !== undefined && headers['content-type'] === undefined)
    response.setHeader('content-type', 'application/xml');
  if (body !== undefined) response.setHeader('content-length', Buffer.byteLength(body));
  response.end(method === 'HEAD' ? undefined : body);
};
