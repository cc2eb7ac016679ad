// Checks the limit of open files for a local run, which would otherwise fail in odd places.
import { type FileHandle, open } from 'node:fs/promises';
import { devNull } from 'node:os';
import { codeOf, UserError } from '../../shared/contracts/errors.ts';

/** Sockets of the S3 server and its clients, and pipes of ffmpeg and one engine process. Each further one takes four. */
const NEEDED = 100;

/** @throws {UserError} if the limit of open files is too low. */
export const assertOpenFiles = async (): Promise<void> => {
  const handles: FileHandle[] = [];
  try {
    while (handles.length < NEEDED) handles.push(await open(devNull));
  } catch (error) {
    if (codeOf(error) !== 'EMFILE') throw error;
    throw new UserError('This terminal lets a program open too few files. Raise the limit: ulimit -n 4096', {
      cause: error,
    });
  } finally {
    await Promise.all(handles.map((handle) => handle.close()));
  }
};
