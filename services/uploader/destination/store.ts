// The buckets of this machine, with the uploader's own client of S3.
import { openStore, type Store, type StoreOptions } from '../../../local/store.ts';
import { makeS3Client } from '../send/s3.ts';

/** The server says nothing while it puts the parts of a large video together. */
const STALL_MS = 20 * 60_000;

/** @throws {UserError} when another process uses the folder. */
export const openMachineStore = (folder: string, options: StoreOptions = {}): Promise<Store> =>
  openStore(folder, { ...options, connect: (server) => makeS3Client({ ...server, stallMs: STALL_MS }) });
