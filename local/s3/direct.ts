// S3 without a connection: answers an SDK client of the same process, whose bytes then need no copies for the network.
import { Readable } from 'node:stream';
import type { NodeHttpHandler } from '@smithy/node-http-handler';
import type { Answer } from './bucket.ts';
import { answerTo } from './http.ts';
import { parseRequest } from './request.ts';
import type { S3 } from './s3.ts';

export type Handle = NodeHttpHandler['handle'];

/** Handles the client's requests. Like a server, `s3` goes on with one that the client has aborted. */
export const makeDirect =
  (s3: S3): Handle =>
  async ({ method, path, ...request }, { abortSignal } = {}) => {
    const query = Object.entries(request.query).map(([name, value]): [string, string] => [name, `${value}`]);
    const url = `${path}?${new URLSearchParams(query)}`;
    const named = Object.entries(request.headers).map(
      ([name, value]) => [name.toLowerCase(), value] as const,
    );
    const headers = Object.fromEntries(named);
    const body = asStream(request.body);
    const answering = answerTo(
      async () => s3({ ...parseRequest(method, url, headers), headers, body }),
      body,
    );
    const answer = await unlessAborted(answering, abortSignal);
    // An answer to HEAD has no body in HTTP, and the SDK expects none.
    const answered = asStream(method === 'HEAD' ? undefined : answer.body);
    return { response: { statusCode: answer.status, headers: answer.headers, body: answered } };
  };

/** A string or a Buffer is one chunk. */
const asStream = (body: Readable | Buffer | string = ''): Readable =>
  body instanceof Readable ? body : Readable.from(typeof body === 'string' ? Buffer.from(body) : body);

const unlessAborted = async (
  answering: Promise<Answer>,
  signal: NonNullable<Parameters<Handle>[1]>['abortSignal'],
): Promise<Answer> => {
  if (!(signal instanceof AbortSignal)) return answering;
  const stop = Promise.withResolvers<never>();
  const error = Object.assign(new Error('The request was aborted'), { name: 'AbortError' });
  const abort = () => {
    stop.reject(error);
    // Nobody will read it, so its file would stay open.
    answering.then(({ body }) => body instanceof Readable && body.destroy()).catch(() => {});
  };
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort);
  try {
    return await Promise.race([answering, stop.promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
};
