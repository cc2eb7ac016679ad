// The S3 endpoint of the benchmark, in a process of its own: `server-process.ts sink|store FOLDER BYTES_PER_SECOND`.
// Asked by a message, it says how much has arrived; it ends with the process that started it.
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Started, Stats } from './server.ts';
import { makeSink } from './sink.ts';

const [kind = 'sink', folder = '', bytesPerSecond = '0'] = process.argv.slice(2);

/** Everything that came in over the connections, headers too; also what broke off. */
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

/** A pause shorter than this is not worth a timer. */
const SHORTEST_PAUSE_MS = 10;

/** One line for all requests: each chunk takes its time on it, and its request waits so long. */
const makeLimit = (rate: number) => {
  let freeAt = 0;
  return (request: IncomingMessage, bytes: number): void => {
    if (rate === 0) return;
    const now = performance.now();
    freeAt = Math.max(freeAt, now) + (bytes / rate) * 1_000;
    if (freeAt - now < SHORTEST_PAUSE_MS) return;
    request.pause();
    setTimeout(() => request.resume(), freeAt - now);
  };
};

const counter = makeCounter();

const openSink = async () => {
  const sink = makeSink();
  const limit = makeLimit(Number(bytesPerSecond));
  const server = createServer((request, response) => {
    sink.listener(request, response, limit).catch(() => response.destroy());
  });
  server.on('connection', counter.see);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const bound = server.address();
  const port = typeof bound === 'object' ? bound?.port : '';
  return { endpoint: `http://127.0.0.1:${port}`, storedBytes: sink.storedBytes };
};

/** Its modules are not loaded for the sink: V8 would look through 16 MB instead of 7 for every 60 MB that arrive. */
const openLocalStore = async () => {
  const { openStore } = await import('../../../services/uploader/local/store.ts');
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
