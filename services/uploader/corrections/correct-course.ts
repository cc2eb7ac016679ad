// Applies corrections.json and edits by hand to all transcripts in a folder.
import { join } from 'node:path';
import { z } from 'zod';
import { TRANSCRIPT_FORMATS } from '../../shared/contracts/keys.ts';
import type { EventOf } from '../output/events.ts';
import { type Ledger, openLedger, runsFolderOf } from '../runs/ledger.ts';
import { placeTranscript, type TranscriptFile } from '../runs/place.ts';
import { readIfThere } from '../runs/read-text.ts';
import { correctFiles, editsThatStay } from './correct-files.ts';
import type { CourseCorrections } from './file.ts';

type Corrected = EventOf<'corrected'>;

export type CorrectCourseDeps = {
  corrections: CourseCorrections;
  overwrite: boolean;
  signal: AbortSignal;
  corrected: (event: Corrected) => void;
};

/**
 * Creates no missing files, and leaves a transcript without corrections unchanged, byte for byte.
 * @param lectures names of transcripts below the folder, without `.json`.
 * @returns how many corrections do not match the words of their lecture.
 * @throws {FileFault}
 */
export const correctCourse = async (
  folder: string,
  lectures: string[],
  deps: CorrectCourseDeps,
): Promise<number> => {
  const { out, prefix } = runsFolderOf(folder);
  const own = { ledger: await openLedger(out), below: prefix };
  let unmatched = 0;
  for (const lecture of lectures) {
    deps.signal.throwIfAborted();
    const event = await correctLecture(folder, lecture, { ...deps, ...own });
    if (!event) continue;
    unmatched += event.unmatched?.length ?? 0;
    deps.corrected(event);
  }
  return unmatched;
};

type LectureDeps = Pick<CorrectCourseDeps, 'corrections' | 'overwrite'> & { ledger: Ledger; below: string };

/** Undefined if there is nothing to do, or the json is invalid, which the page reports. */
const correctLecture = async (
  folder: string,
  lecture: string,
  { below, ...deps }: LectureDeps,
): Promise<Corrected | undefined> => {
  try {
    return await correctGood(await readLecture(folder, lecture, below), lecture, deps);
  } catch (error) {
    if (isTorn(error)) return undefined;
    throw error;
  }
};

const correctGood = async (
  files: TranscriptFile[],
  lecture: string,
  deps: Omit<LectureDeps, 'below'>,
): Promise<Corrected | undefined> => {
  const corrected = await correctFiles(files, lecture, { ...deps, revert: true });
  const { places, taken, unmatched } = corrected;
  // Without corrections only edited files matter: they are reported, or replaced with --overwrite.
  const isUntouched = corrected.files === files;
  const edited = isUntouched ? await editsThatStay(files, deps.ledger) : [];
  if (isUntouched && edited.length === 0) return undefined;
  const there = isUntouched
    ? [...edited, ...files.filter(({ format }) => format === 'json')]
    : corrected.files.filter((file) => file.there !== undefined);
  const { isNew, kept } = await placeTranscript(there, deps);
  return {
    ...{ type: 'corrected', lecture, isNew, places },
    ...(taken.length > 0 && { taken }),
    ...(unmatched.length > 0 && { unmatched }),
    ...(kept.length > 0 && { kept }),
  };
};

const isTorn = (error: unknown): boolean => error instanceof SyntaxError || error instanceof z.ZodError;

/** The text of the other formats is rendered later, if there is something to correct. */
const readLecture = (folder: string, lecture: string, below: string): Promise<TranscriptFile[]> =>
  Promise.all(
    TRANSCRIPT_FORMATS.map(async (format): Promise<TranscriptFile> => {
      const path = join(folder, `${lecture}.${format}`);
      const there = await readIfThere(path);
      const text = format === 'json' ? (there?.toString() ?? '') : '';
      return { format, name: `${below}${lecture}.${format}`, path, text, there };
    }),
  );
