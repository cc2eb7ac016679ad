// The S3 endpoint of the benchmark, in a process of its own: `server-process.ts sink|store FOLDER BYTES_PER_SECOND`.
// Answers a message with the number of bytes received; ends with its parent process.
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { makeForgetful } from '../../../local/s3/forgetful.ts';
import { serve } from '../../../local/s3/http.ts';
import { makeS3, makeStoredBucket } from '../../../local/s3/s3.ts';
import type { Started, Stats } from './server.ts';

const [kind = 'sink', folder = '', bytesPerSecond = '0'] = process.argv.slice(2);

/** Counts all bytes received, including headers and interrupted requests. */
const makeCounter = () => {
  const sockets = new Set<Socket>();
  let ended = 0;
  return {
    see: (socket: Socket) => {
      if (sockets.has(socket)) return;
      sockets.add(socket);
      socket.once('close', () => {
        ended += socket.bytesRead;
        sockets.delete(socket);
      });
    },
    bytes: () => [...sockets].reduce((sum, { bytesRead }) => sum + bytesRead, ended),
  };
};

/** A shorter pause is not worth a timer. */
const SHORTEST_PAUSE_MS = 10;

/** Simulates one link for all requests: each chunk takes time, and its request waits for it. */
const makeLimit = (rate: number) => {
  let freeAt = 0;
  return async function* limited(body: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of body) {
      const now = performance.now();
      freeAt = Math.max(freeAt, now) + (chunk.length / rate) * 1_000;
      if (freeAt - now >= SHORTEST_PAUSE_MS) await setTimeout(freeAt - now);
      yield chunk;
    }
  };
};

const counter = makeCounter();

/** Trusts the client, so that it does not slow down the fastest contender. */
const openSink = async () => {
  const forgetful = ['videos', 'transcripts'].map((name) => ({
    name,
    objects: makeForgetful(),
    parts: makeForgetful(),
  }));
  const buckets = forgetful.map(({ name, objects, parts }) =>
    makeStoredBucket(name, objects.store, parts.store),
  );
  const s3 = makeS3(buckets, { isTrusting: true, onCreated: () => {} });
  const rate = Number(bytesPerSecond);
  const limited = makeLimit(rate);
  const slow: typeof s3 = (request) => s3({ ...request, body: limited(request.body) });
  const { endpoint, server } = await serve(rate > 0 ? slow : s3);
  server.on('connection', counter.see);
  return {
    endpoint,
    storedBytes: () =>
      forgetful.reduce((sum, { objects, parts }) => sum + objects.storedBytes() + parts.storedBytes(), 0),
  };
};

/** Loaded only when needed: for the sink V8 would scan 16 MB instead of 7 for every 60 MB received. */
const openLocalStore = async () => {
  const { openStore } = await import('../../../local/store.ts');
  const intercept = ({ socket }: IncomingMessage) => {
    counter.see(socket);
    return false;
  };
  const { endpoint } = await openStore(folder, { intercept });
  return { endpoint, storedBytes: undefined };
};

const { endpoint, storedBytes } = await (kind === 'sink' ? openSink() : openLocalStore());
process.on('message', () => {
  const stats: Stats = { received: counter.bytes(), ...(storedBytes && { stored: storedBytes() }) };
  process.send?.(stats);
});
process.once('disconnect', () => process.exit(0));
const started: Started = { endpoint };
process.send?.(started);
