// The uploader's S3 client: patient with S3, but not with a stalled connection. The functions' client is in shared/aws.
import { Readable } from 'node:stream';
import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { needsPathStyle, nothingFromOutside } from '../../shared/aws/client-settings.ts';
import { isNamed } from '../../shared/contracts/errors.ts';
import { type Connection, connectionOf, credentialsBy } from '../aws/client.ts';
import { type Buffers, type FileBody, fileBodyOf, makeBuffers, readSlices } from './body.ts';
import { makePace, type Pace } from './pace.ts';
import { MAX_ATTEMPTS, makeRetryStrategy } from './retries.ts';

const CONNECT_MS = 10_000;

/** Time without a byte in either direction. */
const STALL_MS = 60_000;

/** More than the usual number of requests at once: waiting for a socket counts towards a request's time-out. */
const SOCKETS = 256;

export type S3Options = {
  region?: string | undefined;
  /** The endpoint of one's own S3 server: then the environment and ~/.aws/config are ignored. */
  endpoint?: string | undefined;
  bytesPerSecond?: number | undefined;
  credentials?: S3ClientConfig['credentials'];
  stallMs?: number;
  /** Answers the requests to an S3 server in this process, without a connection. */
  direct?: Handle;
};

/** What only serves to protect bytes on their way. */
const unprotected = {
  signer: { sign: async <T>(request: T) => request },
  requestChecksumCalculation: 'WHEN_REQUIRED',
  responseChecksumValidation: 'WHEN_REQUIRED',
} satisfies S3ClientConfig;

export const makeS3Client = (options: S3Options = {}): S3Client => {
  const { region, endpoint, bytesPerSecond, credentials, stallMs = STALL_MS, direct } = options;
  const connection = endpoint === undefined ? connectionOf() : { keepAlive: true };
  const requestHandler = makeHandler(
    connection,
    stallMs,
    bytesPerSecond ? makePace(bytesPerSecond) : undefined,
    direct,
  );
  const s3 = new S3Client({
    ...(region && { region }),
    ...(endpoint === undefined ? credentialsBy(requestHandler) : { ...nothingFromOutside, endpoint }),
    ...(credentials && { credentials }),
    ...(direct && unprotected),
    forcePathStyle: endpoint !== undefined || needsPathStyle(),
    maxAttempts: MAX_ATTEMPTS,
    retryStrategy: makeRetryStrategy(),
    // The SDK would open a connection of its own for each request with Expect: 100-continue.
    expectContinueHeader: false,
    requestHandler,
  });
  repeatBroken(s3);
  return s3;
};

const BROKEN_TRIES = 3;

/** Resends bytes that were damaged on the way; the SDK cannot know that they were correct here. */
const repeatBroken = ({ middlewareStack }: S3Client): void =>
  middlewareStack.add(
    (next) => async (args) => {
      for (let tries = 1; ; tries += 1) {
        try {
          return await next(args);
        } catch (error) {
          if (!isNamed(error, 'BadDigest') || tries === BROKEN_TRIES) throw error;
        }
      }
    },
    { step: 'initialize', name: 'repeatBroken' },
  );

type Handle = NodeHttpHandler['handle'];

/** Node's own handler, which sends the bytes of a file as they are read. */
const makeHandler = (
  connection: Connection,
  stallMs: number,
  pace?: Pace,
  direct?: Handle,
): NodeHttpHandler => {
  const agent = { ...connection, maxSockets: SOCKETS };
  const handler = new NodeHttpHandler({
    connectionTimeout: CONNECT_MS,
    socketTimeout: stallMs,
    httpAgent: agent,
    httpsAgent: agent,
  });
  const send: Handle = direct ?? handler.handle.bind(handler);
  const sendFile = makeFileSender(send, pace);
  const handle: Handle = (request, options) => {
    const fileBody = fileBodyOf(request.body);
    return fileBody ? sendFile(fileBody, request, options) : send(request, options);
  };
  return Object.assign(handler, { handle });
};

const makeFileSender = (send: Handle, pace?: Pace) => {
  const idle: Buffers[] = [];
  return async (fileBody: FileBody, ...[request, options]: Parameters<Handle>) => {
    const buffers = idle.pop() ?? makeBuffers(pace);
    let isAnswered = false;
    // An answer may come before all bytes are sent; they are sent all the same.
    const onSent = (bytes: number) => isAnswered || fileBody.onSent(bytes);
    const body = Readable.from(readSlices({ ...fileBody, onSent }, buffers, pace), { highWaterMark: 1 });
    const stop = linked(options?.abortSignal);
    body.once('error', stop.abort);
    try {
      const plain = { ...request, body, clone: request.clone };
      const answer = await send(plain, { ...options, abortSignal: stop.signal });
      // Only then are the buffers free for reuse.
      if (answer.response.statusCode === 200 && body.readableEnded) idle.push(buffers);
      return answer;
    } catch (error) {
      body.destroy();
      throw body.errored ?? error;
    } finally {
      isAnswered = true;
      stop.unlink();
    }
  };
};

type Signal = NonNullable<Parameters<Handle>[1]>['abortSignal'];

/** AbortSignal.any would leak memory for each request as long as the run lasts. */
const linked = (outer: Signal) => {
  const inner = new AbortController();
  const abort = () => inner.abort();
  if (outer?.aborted) abort();
  if (outer instanceof AbortSignal) outer.addEventListener('abort', abort);
  const unlink = () => outer instanceof AbortSignal && outer.removeEventListener('abort', abort);
  return { signal: inner.signal, abort, unlink };
};
