// Checks that a run fits on this machine's disk, before anything is copied. Split checks the scratch folder.
import pLimit from 'p-limit';
import { UserError } from '../../shared/contracts/errors.ts';
import { LONGEST_SECONDS } from '../../shared/media/ffmpeg.ts';
import { BYTES_PER_SECOND } from '../../shared/media/pcm.ts';
import { freeBytesOf } from '../../shared/system/free-bytes.ts';
import { bytes } from '../../shared/text/quantities.ts';

/** 32 kb/s: a file without a declared duration is a bare audio stream, and few have a lower bit rate. */
const LEAST_FILE_BYTES_PER_SECOND = 4_000;

export type RoomFile = { path: string; key: string; size: number };
export type RoomCheck = {
  /** @throws {UserError} if these files, and what is made from them, do not fit. */
  assertRoom: (files: RoomFile[]) => Promise<void>;
};
export type RoomDeps = {
  workers: number;
  /** The duration in the file's headers, 0 if they declare none; undefined if the file cannot be read. */
  secondsOf: (file: RoomFile) => Promise<number | undefined>;
  freeOn?: (folder: string) => Promise<number>;
};

/**
 * The store keeps a copy of each video until it is transcribed, and needs space for the largest one twice while it arrives.
 * Each video in work also has its raw sound there, 115 MB an hour, the longest one twice while its parts are joined.
 * @throws {UserError}
 */
export const assertRoomForRun = async (
  out: string,
  files: RoomFile[],
  { workers, secondsOf, freeOn = freeBytesOf }: RoomDeps,
): Promise<void> => {
  if (files.length === 0) return;
  const free = await freeOn(out);
  const copies = files.reduce((sum, { size }) => sum + size, 0);
  const largest = files.reduce((most, { size }) => Math.max(most, size), 0);
  const atWork = Math.min(workers, files.length);
  // Durations are read only if the disk might be too small for the longest possible ones.
  if (copies + Math.max(largest, (atWork + 1) * LONGEST_SECONDS * BYTES_PER_SECOND) <= free) return;
  const sound = copies + largest > free ? 0 : await soundBytes(files, atWork, secondsOf);
  const needed = copies + Math.max(largest, sound);
  if (needed <= free) return;
  throw new UserError(
    `The run needs ${bytes(needed)} on the disk of ${out}, but only ${bytes(free)} are free. ` +
      'Free some space, or pass --out with a folder on a larger disk.',
  );
};

const soundBytes = async (
  files: RoomFile[],
  atWork: number,
  secondsOf: RoomDeps['secondsOf'],
): Promise<number> => {
  const limit = pLimit(atWork);
  const lengthOf = async (file: RoomFile) => {
    const seconds = await secondsOf(file);
    // It fails before its sound is extracted.
    if (seconds === undefined) return 0;
    return Math.min(seconds || file.size / LEAST_FILE_BYTES_PER_SECOND, LONGEST_SECONDS);
  };
  const lengths = await Promise.all(files.map((file) => limit(() => lengthOf(file))));
  const longest = lengths.toSorted((a, b) => b - a).slice(0, atWork);
  return (longest.reduce((sum, seconds) => sum + seconds, 0) + (longest[0] ?? 0)) * BYTES_PER_SECOND;
};
