// Applies corrections from the course page, and edits made by hand in a file, to all files of a transcript.
import { stat } from 'node:fs/promises';
import { joinWords } from '../../shared/captions/script.ts';
import type { Unmatched } from '../../shared/corrections/apply.ts';
import { correctTexts, mayHoldCorrected } from '../../shared/corrections/corrected-texts.ts';
import type { UnmatchedCorrection } from '../output/correction-events.ts';
import type { CorrectedFiles } from '../runs/download.ts';
import type { Ledger } from '../runs/ledger.ts';
import type { TranscriptFile } from '../runs/place.ts';
import type { CourseCorrections } from './file.ts';
import { takeEdits } from './taken-edits.ts';

export type CorrectDeps = {
  corrections: CourseCorrections;
  ledger: Ledger;
  /** Discards edits by hand instead of saving them as corrections. */
  overwrite: boolean;
  /** Undoes earlier corrections that are no longer in corrections.json. */
  revert: boolean;
};

/** `places` counts where the text differs from what the engine heard. */
export type CorrectedTranscriptFiles = CorrectedFiles & { places: number };

/**
 * Saves edits by hand as corrections before anything else is written.
 * @param files with the transcript from a run, or as it is in the folder.
 * @throws {UserError} if corrections.json is invalid.
 * @throws {SyntaxError | z.ZodError} as `correctTexts`
 */
export const correctFiles = async (
  files: TranscriptFile[],
  lecture: string,
  { corrections, ledger, overwrite, revert }: CorrectDeps,
): Promise<CorrectedTranscriptFiles> => {
  const edited = overwrite ? undefined : await findEdits(files, lecture, ledger);
  if (edited && edited.corrections.length > 0) await corrections.add(edited.corrections);
  const all = corrections.of(lecture);
  const taken = edited?.files ?? [];
  const text = files.find(({ format }) => format === 'json')?.text ?? '';
  if (all.length === 0 && !(revert && mayHoldCorrected(text)))
    return { files, places: 0, taken: [], unmatched: [] };
  const { texts, places, unmatched } = correctTexts(text, all);
  return {
    files: files.map((file) => ({ ...file, text: texts[file.format], isTaken: taken.includes(file) })),
    places: places.length,
    taken: taken.map(({ path }) => path),
    unmatched: unmatched.map(toEvent),
  };
};

const toEvent = ({ correction: { start, end, heard, written }, reason }: Unmatched): UnmatchedCorrection => ({
  ...{ start, end, reason },
  heard: joinWords(heard),
  written: joinWords(written),
});

/** Copying a folder may write the files of a transcript in any order. */
const COPIED_MS = 2_000;

const findEdits = async (files: TranscriptFile[], lecture: string, ledger: Ledger) => {
  const found = await findChanged(files, ledger);
  if (!found) return undefined;
  return takeEdits(files, ledger, {
    lecture,
    made: new Date(Math.max(...found.times.values())).toISOString(),
  });
};

/** Undefined if, judging by the ledger and the times of the files, nobody edited a text. */
const findChanged = async (files: TranscriptFile[], ledger: Ledger) => {
  const changed = files.filter(({ name, there }) => there !== undefined && !ledger.has(name, there));
  if (!changed.some(({ format }) => format !== 'json')) return undefined;
  const times = new Map(
    await Promise.all(files.map(async ({ format, path }) => [format, await timeOf(path)] as const)),
  );
  // Without a ledger, check only files newer than their json: comparing all of them would take long.
  const isLater = ({ format }: TranscriptFile) =>
    (times.get(format) ?? 0) > (times.get('json') ?? 0) + COPIED_MS;
  return changed.some((file) => ledger.knows(file.name) || isLater(file)) ? { changed, times } : undefined;
};

/**
 * Finds texts that differ from their json, which has no corrections.
 * @returns each with the text of the json.
 * @throws {SyntaxError | z.ZodError} as `correctTexts`
 */
export const editsThatStay = async (files: TranscriptFile[], ledger: Ledger): Promise<TranscriptFile[]> => {
  const found = await findChanged(files, ledger);
  if (!found) return [];
  const { texts } = correctTexts(files.find(({ format }) => format === 'json')?.text ?? '', []);
  return found.changed
    .filter(({ format, there }) => format !== 'json' && there?.toString() !== texts[format])
    .map((file) => ({ ...file, text: texts[file.format] }));
};

const timeOf = async (path: string): Promise<number> =>
  (await stat(path).catch(() => undefined))?.mtimeMs ?? 0;
