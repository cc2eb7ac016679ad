// The two buckets of a run on this machine, and a client for them. They keep unfinished work, so that the next run can
// continue it. One process at a time uses the folder.
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { nothingFromOutside } from '../services/shared/aws/client-settings.ts';
import { UserError } from '../services/shared/contracts/errors.ts';
import { takeLock } from '../services/shared/system/lock.ts';
import { makeFolder } from '../services/shared/system/make-folder.ts';
import type { Created } from './s3/bucket.ts';
import { type Handle, makeDirect } from './s3/direct.ts';
import { type ServeOptions, serve } from './s3/http.ts';
import { openBuckets } from './s3/open.ts';
import type { S3 } from './s3/s3.ts';

export const VIDEO_BUCKET = 'videos';
export const TRANSCRIPT_BUCKET = 'transcripts';

/** Below the folder of a store. */
export const BUCKETS = 'buckets';

/** Any will do: signatures are not checked. */
const credentials = { accessKeyId: 'LOCAL', secretAccessKey: 'LOCAL' };
const anywhere = { endpoint: 'http://127.0.0.1', region: 'local', credentials };

export type ObjectCreatedEvent = Created;
type Server = { endpoint: string; region: string; credentials: typeof credentials };
export type StoreOptions = ServeOptions & {
  /** Creates the client; by default a plain one. */
  connect?: (server: Server) => S3Client;
};
export type Store = {
  s3: S3Client;
  onCreated: (listener: (event: ObjectCreatedEvent) => void) => void;
  close: () => Promise<void>;
};
export type ServedStore = Store & {
  endpoint: string;
  /** The server itself, to reach it without its endpoint. */
  server: S3;
};

/**
 * Anybody on this machine can reach its endpoint.
 * @throws {UserError} if another process uses the folder.
 */
export const openStore = async (
  folder: string,
  { connect = connectPlainly, ...options }: StoreOptions = {},
): Promise<ServedStore> => {
  const { release, server, onCreated } = await openAlone(folder);
  const { endpoint, close } = await serve(server, options).catch(async (error) => {
    await release();
    throw error;
  });
  const s3 = connect({ ...anywhere, endpoint });
  const closeAll = async () => {
    s3.destroy();
    close();
    await release();
  };
  return { endpoint, server, s3, onCreated, close: closeAll };
};

/**
 * Only its client can reach it, without a connection.
 * @throws {UserError} if another process uses the folder.
 */
export const openDirectStore = async (
  folder: string,
  connect: (server: Server & { direct: Handle }) => S3Client,
): Promise<Store> => {
  const { release, server, onCreated } = await openAlone(folder);
  const s3 = connect({ ...anywhere, direct: makeDirect(server) });
  const close = async () => {
    s3.destroy();
    await release();
  };
  return { s3, onCreated, close };
};

/** Opens the buckets for this process only. */
const openAlone = async (folder: string) => {
  await makeFolder(folder);
  const release = await lock(join(folder, 'lock'), folder);
  const listeners: ((event: ObjectCreatedEvent) => void)[] = [];
  const onCreated = (event: ObjectCreatedEvent) => {
    for (const listener of listeners) listener(event);
  };
  const opening = { onCreated, earlier: join(folder, 's3') };
  const names = [VIDEO_BUCKET, TRANSCRIPT_BUCKET];
  const server = await openBuckets(join(folder, BUCKETS), names, opening).catch(async (error) => {
    await release();
    throw error;
  });
  return { release, server, onCreated: (listener: typeof onCreated) => void listeners.push(listener) };
};

const connectPlainly = (server: Server): S3Client =>
  new S3Client({ ...nothingFromOutside, ...server, forcePathStyle: true });

const lock = async (path: string, folder: string): Promise<() => Promise<void>> => {
  const taken = await takeLock(path);
  if ('release' in taken) return taken.release;
  throw new UserError(
    `Another run (process ${taken.owner}) is using ${folder}. Wait until it ends, or pass another --out.`,
  );
};
