// The S3 server of this machine: both buckets in a folder, on a loopback port. It keeps what is not finished yet
// between two runs, so that the second goes on where the first stopped. One process at a time uses a folder.
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import S3rver from '@20minutes/s3rver';
import type { S3Client } from '@aws-sdk/client-s3';
import { UserError } from '../../shared/errors.ts';
import { takeLock } from '../../shared/lock.ts';
import { makeS3 } from '../send/s3.ts';
import { mendLists } from './listing.ts';
import { makeMultipart, removeOldUploads } from './multipart.ts';
import { writeWhole } from './whole-writes.ts';

export const VIDEO_BUCKET = 'videos';
export const TRANSCRIPT_BUCKET = 'transcripts';

/** The server says nothing while it puts the parts of a large video together. */
const STALL_MS = 20 * 60_000;

/** The server's own fixed key pair. */
const credentials = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' };

export type ObjectCreatedEvent = { bucket: string; key: string; time: string };
export type Store = {
  endpoint: string;
  s3: S3Client;
  onCreated: (listener: (event: ObjectCreatedEvent) => void) => void;
  close: () => Promise<void>;
};

export type StoreOptions = {
  address?: string;
  port?: number;
  /** Sees every request first, and answers true for one that it takes. */
  intercept?: (request: IncomingMessage, response: ServerResponse) => boolean;
};

/** @throws {UserError} when another process uses the folder. */
export const openStore = async (folder: string, options: StoreOptions = {}): Promise<Store> => {
  const { address = '127.0.0.1', port = 0, intercept } = options;
  await mkdir(folder, { recursive: true });
  const release = await lock(join(folder, 'lock'), folder);
  const directory = join(folder, 's3');
  const s3rver = await openS3(directory);
  const answer = s3rver.callback();
  const multipart = makeMultipart(directory);
  const server = createServer(async (request, response) => {
    if (intercept?.(request, response)) return;
    try {
      if (await multipart(request, response)) return;
    } catch {
      // A name that nobody can read, or a folder that goes away under way: the client asks again.
      return void response.writeHead(500).end();
    }
    // The server knows one key only; whoever reaches this port may be anybody, as with the signatures.
    const { authorization } = request.headers;
    if (authorization)
      request.headers.authorization = authorization.replace(/Credential=[^/]+/, 'Credential=S3RVER');
    answer(request, response);
  });
  server.listen(port, address);
  await once(server, 'listening');
  const bound = server.address();
  const endpoint = `http://${address}:${typeof bound === 'object' ? bound?.port : port}`;
  const s3 = makeS3({ endpoint, region: 'local', credentials, stallMs: STALL_MS });
  return {
    endpoint,
    s3,
    onCreated: (listener) => {
      s3rver.on('event', ({ Records }) => {
        for (const { eventName, eventTime: time, s3 } of Records) {
          if (eventName.startsWith('ObjectCreated:'))
            listener({ bucket: s3.bucket.name, key: s3.object.key, time });
        }
      });
    },
    close: async () => {
      s3.destroy();
      server.close();
      server.closeAllConnections();
      await release();
    },
  };
};

const openS3 = async (directory: string): Promise<S3rver> => {
  await mkdir(directory, { recursive: true });
  await removeOldUploads(directory, VIDEO_BUCKET);
  const s3rver = new S3rver({
    directory,
    silent: true,
    // The SDK signs streamed bodies in a way that the server does not know.
    allowMismatchedSignatures: true,
    vhostBuckets: false,
    configureBuckets: [{ name: VIDEO_BUCKET }, { name: TRANSCRIPT_BUCKET }],
  });
  mendLists(s3rver);
  writeWhole(s3rver.store, `${directory}-writing`);
  await s3rver.configureBuckets();
  return s3rver;
};

const lock = async (path: string, folder: string): Promise<() => Promise<void>> => {
  const taken = await takeLock(path);
  if ('release' in taken) return taken.release;
  throw new UserError(
    `Another run (process ${taken.owner}) is at work in ${folder}. Wait for it, or give another --out.`,
  );
};
