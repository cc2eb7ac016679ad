// The videos to the bucket, several at once, each in parts; then the manifest, and the done marker last of all.
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import pLimit from 'p-limit';
import { type Bucket, plainEtag } from '../shared/bucket.ts';
import type { Item } from '../shared/contracts.ts';
import { UserError } from '../shared/errors.ts';
import { keys } from '../shared/keys.ts';
import type { PlannedFile } from './plan.ts';

/** Files at once times parts at once times the part size is what stays in memory: 128 MiB. */
const FILES_AT_ONCE = 4;
const PARTS_AT_ONCE = 4;
const PART_BYTES = 8 * 1_024 * 1_024;

/** S3's limit for one multipart upload. */
const MOST_PARTS = 10_000;

export type UploadDeps = {
  s3: S3Client;
  videos: Bucket;
  signal: AbortSignal;
  onBytes: (bytes: number) => void;
};

/**
 * Sends what the plan says is to be sent, and gives the run's items in the plan's order.
 * The first failure stops the others; what has arrived is found there by the next run.
 * @throws {UserError} a file that changed while it was being sent.
 */
export const uploadAll = async (plan: PlannedFile[], deps: UploadDeps): Promise<Item[]> => {
  const failure = new AbortController();
  const signal = AbortSignal.any([deps.signal, failure.signal]);
  const limit = pLimit(FILES_AT_ONCE);
  const item = async (file: PlannedFile): Promise<Item> => {
    const etag = file.etag ?? (await upload(file, { ...deps, signal }));
    return { Key: file.key, Etag: etag, Size: file.size, Options: file.options };
  };
  const sent = await Promise.allSettled(
    plan.map((file) =>
      limit(() => item(file)).catch((error) => {
        failure.abort(error);
        throw error;
      }),
    ),
  );
  deps.signal.throwIfAborted();
  failure.signal.throwIfAborted();
  return sent.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
};

/** The manifest, then the empty marker whose arrival starts the run. */
export const startRun = async (videos: Bucket, run: string, items: Item[]): Promise<void> => {
  await videos.writeJson(keys.manifest(run), items);
  await videos.write(keys.done(run), '');
};

const upload = async (file: PlannedFile, { s3, videos, signal, onBytes }: UploadDeps): Promise<string> => {
  signal.throwIfAborted();
  const task = new Upload({
    client: s3,
    params: {
      Bucket: videos.name,
      Key: file.key,
      Body: createReadStream(file.path),
      Metadata: { 'source-sha256': file.sha256 },
    },
    partSize: Math.max(PART_BYTES, Math.ceil(file.size / MOST_PARTS)),
    queueSize: PARTS_AT_ONCE,
  });
  const abort = () => void task.abort();
  signal.addEventListener('abort', abort);
  let reported = 0;
  task.on('httpUploadProgress', ({ loaded = 0 }) => {
    onBytes(loaded - reported);
    reported = loaded;
  });
  try {
    const { ETag = '' } = await task.done();
    await assertUnchanged(file);
    return plainEtag(ETag);
  } finally {
    signal.removeEventListener('abort', abort);
  }
};

const assertUnchanged = async ({ path, key, size, modifiedMs }: PlannedFile): Promise<void> => {
  const now = await stat(path);
  if (now.size !== size || now.mtimeMs !== modifiedMs) {
    throw new UserError(
      `${key} changed while it was being sent. Run the same command again when it is finished.`,
    );
  }
};
