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
import type { ServeOptions } from './s3/http.ts';
import { type LocalS3, openLocalS3 } from './s3/open.ts';

export const VIDEO_BUCKET = 'videos';
export const TRANSCRIPT_BUCKET = 'transcripts';

/** Below the folder of a store. */
export const BUCKETS = 'buckets';

/** Any will do: signatures are not checked. */
const credentials = { accessKeyId: 'LOCAL', secretAccessKey: 'LOCAL' };

export type ObjectCreatedEvent = Created;
type Connect = (server: {
  endpoint: string;
  region: string;
  credentials: typeof credentials;
  /** Reaches the server without its endpoint. */
  direct: Handle;
}) => S3Client;
export type StoreOptions = ServeOptions & {
  /** Creates the client; by default a plain one. */
  connect?: Connect;
};
export type Store = Pick<LocalS3, 'endpoint'> & {
  /** The server itself, to reach it without its endpoint. */
  server: LocalS3['s3'];
  s3: S3Client;
  onCreated: (listener: (event: ObjectCreatedEvent) => void) => void;
  close: () => Promise<void>;
};

/** @throws {UserError} if another process uses the folder. */
export const openStore = async (
  folder: string,
  { connect = connectPlainly, ...options }: StoreOptions = {},
): Promise<Store> => {
  await makeFolder(folder);
  const release = await lock(join(folder, 'lock'), folder);
  const listeners: ((event: ObjectCreatedEvent) => void)[] = [];
  const onCreated = (event: ObjectCreatedEvent) => {
    for (const listener of listeners) listener(event);
  };
  const opening = { ...options, onCreated, earlier: join(folder, 's3') };
  const names = [VIDEO_BUCKET, TRANSCRIPT_BUCKET];
  const local = await openLocalS3(join(folder, BUCKETS), names, opening).catch(async (error) => {
    await release();
    throw error;
  });
  const { endpoint } = local;
  const s3 = connect({ endpoint, region: 'local', credentials, direct: makeDirect(local.s3) });
  return {
    endpoint,
    server: local.s3,
    s3,
    onCreated: (listener) => void listeners.push(listener),
    close: async () => {
      s3.destroy();
      local.close();
      await release();
    },
  };
};

const connectPlainly: Connect = ({ direct: _, ...server }) =>
  new S3Client({ ...nothingFromOutside, ...server, forcePathStyle: true });

const lock = async (path: string, folder: string): Promise<() => Promise<void>> => {
  const taken = await takeLock(path);
  if ('release' in taken) return taken.release;
  throw new UserError(
    `Another run (process ${taken.owner}) is using ${folder}. Wait until it ends, or pass another --out.`,
  );
};
