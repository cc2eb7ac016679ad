// Sends all files of a run, several at once, and prepares the next ones meanwhile. See in-one.ts and in-parts.ts.
import type { S3Client } from '@aws-sdk/client-s3';
import { Semaphore } from 'async-mutex';
import type { Bucket } from '../../shared/aws/bucket.ts';
import { isNamed } from '../../shared/contracts/errors.ts';
import { sendInOne } from './in-one.ts';
import { sendInParts } from './in-parts.ts';
import { type UploadContext, withUploadJob } from './job.ts';
import { IN_ONE_UP_TO } from './parts.ts';
import type { FileToSend, SendListener, Sent } from './types.ts';
import { findUnfinished, forget, resumable, type Unfinished } from './unfinished.ts';

export type { FileToSend, Sent } from './types.ts';

/** Small files at once; half as many parts of 8 MiB, which makes 64 MiB in flight. */
const JOBS = 16;
const SHARE_BYTES = 4 * 1_024 * 1_024;

/** Files prepared ahead: each may be a soundtrack on the disk. */
const AHEAD = 2;

export type SendDeps = {
  s3: S3Client;
  bucket: Bucket;
  listener: SendListener;
  signal: AbortSignal;
  /** Small requests at once. */
  jobs?: number | undefined;
};

/**
 * Sends the files in this order, as far as possible at once, and returns the sent objects by key. The first failure
 * stops the others, unless a file is still being written; a later call does not send again what has arrived.
 * @throws {UserError} if a file changed while it was being sent, or another run sent another version.
 */
export const sendAll = async (files: FileToSend[], deps: SendDeps): Promise<Map<string, Sent>> => {
  if (files.length === 0) return new Map();
  const failure = new AbortController();
  const signal = AbortSignal.any([deps.signal, failure.signal]);
  const context = { ...deps, signal };
  const seats = new Semaphore(AHEAD);
  const takeTurn = makeTurns(deps.jobs ?? JOBS, signal);
  signal.throwIfAborted();
  const unfinished = findUnfinished(deps);
  unfinished.catch(() => {});
  const sent = new Map<string, Sent>();
  const send = async (file: FileToSend, index: number, leaveSeat: () => void): Promise<void> => {
    const take = async (bytes: number) => {
      const done = await takeTurn(bytes, index);
      leaveSeat();
      return done;
    };
    try {
      sent.set(file.key, await sendFile(file, { context, take, unfinished }));
    } catch (error) {
      if (deps.listener.leftOut && Error.isError(error) && isNamed(error, 'FileChanging'))
        deps.listener.leftOut({ key: file.key, error });
      else failure.abort(error);
    } finally {
      leaveSeat();
    }
  };
  const running = new Set<Promise<void>>();
  for (const [index, file] of files.entries()) {
    const [, leaveSeat] = await seats.acquire();
    if (signal.aborted) break;
    const sending = send(file, index, leaveSeat).finally(() => running.delete(sending));
    running.add(sending);
  }
  await Promise.all(running);
  // It may still be running if no file has asked for it.
  await unfinished.catch(() => {});
  deps.signal.throwIfAborted();
  failure.signal.throwIfAborted();
  return sent;
};

type FileDeps = {
  context: UploadContext;
  take: (bytes: number) => Promise<() => void>;
  unfinished: Promise<Unfinished>;
};

const sendFile = async (
  { key, replaces, prepare }: FileToSend,
  { context, take, unfinished }: FileDeps,
): Promise<Sent> => {
  const prepared = await prepare();
  const { size } = prepared;
  const started = performance.now();
  try {
    const found = await unfinished;
    const etag = await withUploadJob({ key, replaces, prepared, take }, context, async (job) => {
      if (size > IN_ONE_UP_TO) return sendInParts(job, context, found);
      // Left from a larger file that was here before.
      if (await resumable(job, context, found)) await forget(job, context);
      return sendInOne(job, context);
    });
    context.listener.sent({ key, size, seconds: (performance.now() - started) / 1_000 });
    return { etag, size };
  } finally {
    await prepared.release();
  }
};

/**
 * Limits the bytes of files and parts in flight; earlier files go first. A part of a terabyte file leaves room for others.
 * Counts in shares, because the semaphore counts down one by one.
 */
const makeTurns = (jobs: number, signal: AbortSignal) => {
  const inFlight = new Semaphore(jobs);
  const most = Math.max(1, Math.floor(jobs / 4));
  return async (bytes: number, index: number): Promise<() => void> => {
    const shares = Math.max(1, Math.min(most, Math.ceil(bytes / SHARE_BYTES)));
    const [, done] = await inFlight.acquire(shares, -index);
    if (signal.aborted) done();
    signal.throwIfAborted();
    return done;
  };
};
