// The buckets on this machine, opened with the uploader's own S3 client.
import { openDirectStore, type Store } from '../../../local/store.ts';
import { makeS3Client } from '../send/s3.ts';

/** @throws {UserError} if another process uses the folder. */
export const openMachineStore = (folder: string): Promise<Store> => openDirectStore(folder, makeS3Client);
