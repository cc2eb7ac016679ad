// Reads and writes corrections.json in a folder of transcripts. It is read again before each write, because somebody may
// save it from the course page at the same time.
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { Mutex } from 'async-mutex';
import { UserError } from '../../shared/contracts/errors.ts';
import {
  CORRECTIONS,
  type Correction,
  Corrections,
  noCorrections,
} from '../../shared/corrections/corrections.ts';
import { describeFault } from '../../shared/corrections/describe-fault.ts';
import { combineCorrections, mergeCorrections } from '../../shared/corrections/merge.ts';
import { printable } from '../../shared/text/quantities.ts';
import { readTextIfThere } from '../runs/read-text.ts';
import { writeWhole } from '../runs/write-whole.ts';

export type CourseCorrections = {
  path: string;
  isThere: boolean;
  of: (lecture: string) => Correction[];
  lectures: () => Set<string>;
  glossary: () => string[];
  add: (corrections: Correction[]) => Promise<void>;
  /** Adds those to the file that it does not have yet. */
  combine: (others: Corrections) => Promise<void>;
};

/**
 * @param folder of the course's transcripts; lectures are named relative to it.
 * @throws {UserError} if the file is incomplete, or from a newer version.
 */
export const openCorrections = async (folder: string): Promise<CourseCorrections> => {
  const path = join(folder, CORRECTIONS);
  const text = await readTextIfThere(path);
  let all = parse(path, text);
  const mutex = new Mutex();
  const change = (act: (before: Corrections) => Corrections) =>
    mutex.runExclusive(async () => {
      const before = parse(path, await readTextIfThere(path));
      all = act(before);
      if (!isDeepStrictEqual(all, before)) await writeWhole(path, `${JSON.stringify(all, null, 1)}\n`);
    });
  return {
    path,
    isThere: text !== undefined,
    of: (lecture) => all.corrections.filter((correction) => correction.lecture === lecture),
    glossary: () => all.glossary,
    lectures: () => new Set(all.corrections.map(({ lecture }) => lecture)),
    add: (corrections) => change((before) => mergeCorrections(before, corrections)),
    combine: (others) => change((before) => combineCorrections(before, others)),
  };
};

const parse = (path: string, text: string | undefined): Corrections => {
  if (text === undefined) return noCorrections();
  try {
    const json: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    const parsed = Corrections.safeParse(json);
    if (parsed.success) return parsed.data;
    throw new UserError(
      `${path} is not a corrections file that this version can read: ${printable(describeFault(json, parsed.error))}. ` +
        'Correct it, save it again from the course page, update this program, or move the file elsewhere.',
      { cause: parsed.error },
    );
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    throw new UserError(
      `${path} is not valid JSON, or is cut off (${printable(String(cause))}). Save it again from the course page, or move it elsewhere.`,
      { cause },
    );
  }
};
