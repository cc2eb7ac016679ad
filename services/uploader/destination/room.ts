// Whether a run has room on this machine's disk, said before anything is copied. Not the scratch folder: Split looks at that.
import pLimit from 'p-limit';
import { UserError } from '../../shared/contracts/errors.ts';
import { LONGEST_SECONDS } from '../../shared/media/ffmpeg.ts';
import { BYTES_PER_SECOND } from '../../shared/media/pcm.ts';
import { freeBytesOf } from '../../shared/system/free-bytes.ts';
import { bytes } from '../../shared/text/quantities.ts';

/** 32 kb/s: what declares no duration is a stream of sound without a container, and few have less. */
const LEAST_FILE_BYTES_PER_SECOND = 4_000;

export type RoomFile = { path: string; key: string; size: number };
export type RoomCheck = {
  /** Throws a UserError where these files, and what is made of them meanwhile, do not fit. */
  assertRoom: (files: RoomFile[]) => Promise<void>;
};
export type RoomDeps = {
  /** Videos at work at once. */
  workers: number;
  /** What a file's headers declare, 0 where they declare nothing; undefined of a file that nobody can read. */
  secondsOf: (file: RoomFile) => Promise<number | undefined>;
  freeOn?: (folder: string) => Promise<number>;
};

/**
 * The store keeps a copy of each video until it is transcribed, and needs the largest one twice while it arrives. Then each
 * video at work has its raw sound in there, 115 MB an hour, the longest one twice while its parts are put together.
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
  // Files are only asked for their length where the disk might be too small for it.
  if (copies + Math.max(largest, (atWork + 1) * LONGEST_SECONDS * BYTES_PER_SECOND) <= free) return;
  const sound = copies + largest > free ? 0 : await soundBytes(files, atWork, secondsOf);
  const needed = copies + Math.max(largest, sound);
  if (needed <= free) return;
  throw new UserError(
    `The run needs ${bytes(needed)} on the disk of ${out}, which has ${bytes(free)} free. ` +
      'Free some space, or give --out on a larger disk.',
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
    // It fails before it has any sound.
    if (seconds === undefined) return 0;
    return Math.min(seconds || file.size / LEAST_FILE_BYTES_PER_SECOND, LONGEST_SECONDS);
  };
  const lengths = await Promise.all(files.map((file) => limit(() => lengthOf(file))));
  const longest = lengths.toSorted((a, b) => b - a).slice(0, atWork);
  return (longest.reduce((sum, seconds) => sum + seconds, 0) + (longest[0] ?? 0)) * BYTES_PER_SECOND;
};
