// Records in `.uploader/course.json` whose transcripts a folder holds, so that no course overwrites another's. A course
// is recognised by its folder; if it was moved or copied, by the sizes of its videos.
import { realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import pLimit from 'p-limit';
import { z } from 'zod';
import { UserError } from '../../shared/contracts/errors.ts';
import { keys } from '../../shared/contracts/keys.ts';
import { Transcript } from '../../shared/contracts/transcript.ts';
import { OWN_FOLDER } from './ledger.ts';
import { readTextIfThere } from './read-text.ts';
import { writeWhole } from './write-whole.ts';

/** A course's folder and --prefix, or the bucket that transcripts were fetched from. */
const ClaimedCourse = z.object({
  dir: z.string().optional(),
  prefix: z.string().optional(),
  bucket: z.string().optional(),
});
export type ClaimedCourse = z.infer<typeof ClaimedCourse>;
const Claims = z.object({ courses: z.array(ClaimedCourse) });

/** Older transcripts do not record the size of the video. */
const Sourced = Transcript.pick({ source: true });

const AT_ONCE = 16;

export type ClaimOptions = {
  keys: string[];
  /** The size of a video in bytes; undefined if unknown. */
  sizeOf: (key: string) => Promise<number | undefined>;
};

const claimPath = (out: string): string => join(out, OWN_FOLDER, 'course.json');

/** The courses whose transcripts a folder holds, according to its record. */
export const claimsOf = async (out: string): Promise<ClaimedCourse[]> =>
  parse(await readTextIfThere(claimPath(out)));

/**
 * Called first of all; writes nothing.
 * @returns what the folder is to record, and what it records already.
 * @throws {UserError} if the folder holds the transcripts of another course.
 */
export const assertUnclaimed = async (
  out: string,
  origin: ClaimedCourse,
  options: ClaimOptions,
): Promise<{ mine: ClaimedCourse; known: ClaimedCourse[] }> => {
  const known = await claimsOf(out);
  const mine = origin.dir === undefined ? origin : { ...origin, dir: await realpath(origin.dir) };
  const isKnown = known.some((other) => isSame(mine, other));
  if (!isKnown && (await isAnothers(out, mine, known, options)))
    throw new UserError(refusal(out, mine, known));
  return { mine, known };
};

/**
 * Called when a run begins to write, so that one that was refused claims nothing. Checks again: another run may have
 * begun meanwhile. Also checks that the folder is writable.
 * @throws {UserError} as `assertUnclaimed`.
 * @throws {FileFault} if the folder cannot be written to.
 */
export const claimFolder = async (
  out: string,
  origin: ClaimedCourse,
  options: ClaimOptions,
): Promise<void> => {
  const { mine, known } = await assertUnclaimed(out, origin, options);
  const rest = known.filter((other) => !isEqual(mine, other));
  await writeWhole(claimPath(out), `${JSON.stringify({ courses: [...rest, mine] })}\n`);
};

const isEqual = (a: ClaimedCourse, b: ClaimedCourse): boolean =>
  a.dir === b.dir && a.prefix === b.prefix && a.bucket === b.bucket;

/** Two courses in one bucket have different folders; `fetch` only knows the bucket. */
const isSame = (mine: ClaimedCourse, other: ClaimedCourse): boolean =>
  mine.dir === undefined
    ? other.bucket === mine.bucket
    : other.dir === mine.dir && (other.prefix ?? '') === (mine.prefix ?? '');

/** Courses with different prefixes can share a folder, and so can all courses in one bucket. */
const isRival = (mine: ClaimedCourse, other: ClaimedCourse): boolean =>
  (mine.prefix ?? '') === (other.prefix ?? '') && !(other.dir === undefined && other.bucket === mine.bucket);

/**
 * Where another course is recorded, this one must be its copy: most of their common videos are the same. Without a record
 * (an older version made the folder, or it was removed) it is enough that most do not differ.
 */
const isAnothers = async (
  out: string,
  mine: ClaimedCourse,
  known: ClaimedCourse[],
  { keys: wanted, sizeOf }: ClaimOptions,
): Promise<boolean> => {
  const limit = pLimit(AT_ONCE);
  const compare = async (key: string): Promise<boolean | undefined> => {
    const there = (await sizeInTranscript(out, key)) ?? (await sizeOnDisk(known, key));
    const size = there === undefined ? undefined : await sizeOf(key);
    return size === undefined ? undefined : size === there;
  };
  const compared = await Promise.all(wanted.map((key) => limit(() => compare(key))));
  const same = compared.filter((isEqual) => isEqual === true).length;
  const others = compared.filter((isEqual) => isEqual === false).length;
  const isClaimed = known.some((other) => isRival(mine, other));
  return others > same || (isClaimed && same === 0);
};

const sizeInTranscript = async (out: string, key: string): Promise<number | undefined> => {
  const json = await readTextIfThere(join(out, keys.transcript(key, 'json'))).catch(() => undefined);
  try {
    return json === undefined ? undefined : Sourced.parse(JSON.parse(json)).source.fileSize;
  } catch {
    return undefined;
  }
};

/** For a course whose folder still exists and that is not transcribed yet. */
const sizeOnDisk = async (known: ClaimedCourse[], key: string): Promise<number | undefined> => {
  for (const { dir, prefix = '' } of known) {
    if (dir === undefined || !key.startsWith(prefix)) continue;
    const found = await stat(join(dir, key.slice(prefix.length))).catch(() => undefined);
    if (found) return found.size;
  }
  return undefined;
};

const parse = (text: string | undefined): ClaimedCourse[] => {
  try {
    return text === undefined ? [] : Claims.parse(JSON.parse(text)).courses;
  } catch {
    return [];
  }
};

const refusal = (out: string, mine: ClaimedCourse, known: ClaimedCourse[]): string => {
  const names = known.map(({ dir, bucket }) => dir ?? `the bucket ${bucket}`);
  const whose = mine.dir ?? `the bucket ${mine.bucket}`;
  const from = names.length > 0 ? `, from ${[...new Set(names)].join(' and ')}` : '';
  return (
    `${out} is the folder of another course${from}, so the transcripts of ${whose} cannot go there. ` +
    'Give this course a folder of its own: --out another-folder. ' +
    // Exported again, a course's videos no longer identify it.
    `If it is the same course with new videos, move ${out} elsewhere first.`
  );
};
