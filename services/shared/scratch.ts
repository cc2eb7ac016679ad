// A folder for one step's files, gone when the step ends: Lambda keeps /tmp between warm calls.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { codeOf, ScratchFull } from './errors.ts';

/**
 * Runs `work` with a new empty folder.
 * @param key the video that the folder is for, for the error.
 * @throws {ScratchFull} when `work` ran out of disk.
 */
export const withScratch = async <T>(key: string, work: (folder: string) => Promise<T>): Promise<T> => {
  let folder: string | undefined;
  try {
    folder = await mkdtemp(join(tmpdir(), 'transcribe-'));
    return await work(folder);
  } catch (error) {
    throw isDiskFull(error) ? new ScratchFull(key, undefined, error) : error;
  } finally {
    if (folder) await rm(folder, { recursive: true, force: true });
  }
};

/** Node says ENOSPC; ffmpeg and whisper.cpp say it in words. */
const isDiskFull = (error: unknown): boolean =>
  Error.isError(error) &&
  (codeOf(error) === 'ENOSPC' ||
    /No space left on device|ENOSPC/.test(error.message) ||
    isDiskFull(error.cause));
