// In the process of a run, replaces services/uploader/destination/store.ts: over HTTP, requests and answers can go wrong.
import { openStore, type StoreOptions } from '../../local/store.ts';
import { makeS3Client } from '../../services/uploader/send/s3.ts';

export const openHttpStore = (folder: string, options: StoreOptions = {}) =>
  openStore(folder, { ...options, connect: makeS3Client });

export { openHttpStore as openMachineStore };
