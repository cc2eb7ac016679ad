// A folder for one step's files, removed when the step ends: Lambda keeps /tmp between warm calls.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { codeOf, ScratchFull } from '../contracts/errors.ts';
import { freeBytesOf } from './free-bytes.ts';

/**
 * Runs `work` with a new empty folder.
 * @param key the video, for the error.
 * @throws {ScratchFull} if `work` ran out of disk space.
 */
export const withScratch = async <T>(key: string, work: (folder: string) => Promise<T>): Promise<T> => {
  let scratch: Awaited<ReturnType<typeof openScratch>> | undefined;
  try {
    scratch = await openScratch();
    return await work(scratch.folder);
  } catch (error) {
    throw isDiskFull(error) ? new ScratchFull(key, undefined, error) : error;
  } finally {
    await scratch?.remove();
  }
};

/** For a folder that outlives the call. Its owner calls `remove`. */
export const openScratch = async (): Promise<{ folder: string; remove: () => Promise<void> }> => {
  const folder = await mkdtemp(join(tmpdir(), 'transcribe-'));
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
};

/**
 * Call it before anything is fetched or written.
 * @throws {ScratchFull} if the folder's disk has no room for so many bytes.
 */
export const assertRoom = async (key: string, folder: string, needed: number): Promise<void> => {
  const free = await freeBytesOf(folder);
  if (needed > free) throw new ScratchFull(key, { needed, free });
};

/** Node says ENOSPC; ffmpeg and whisper.cpp say it in words. */
const isDiskFull = (error: unknown): boolean =>
  Error.isError(error) &&
  (['ENOSPC', 'EDQUOT'].includes(codeOf(error)) ||
    /No space left on device|Disk quota exceeded|ENOSPC/.test(error.message) ||
    isDiskFull(error.cause));
