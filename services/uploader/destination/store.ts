// The buckets on this machine, opened with the uploader's own S3 client.
import { openStore, type Store, type StoreOptions } from '../../../local/store.ts';
import { makeS3Client } from '../send/s3.ts';

/** The server is silent while it joins the parts of a large video. */
const STALL_MS = 20 * 60_000;

/** @throws {UserError} if another process uses the folder. */
export const openMachineStore = (folder: string, options: StoreOptions = {}): Promise<Store> =>
  openStore(folder, { ...options, connect: (server) => makeS3Client({ ...server, stallMs: STALL_MS }) });
