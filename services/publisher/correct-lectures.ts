// Applies a course's corrections.json to transcripts that were made before it was saved.
import pLimit from 'p-limit';
import type { Bucket } from '../shared/aws/bucket.ts';
import { TRANSCRIPT_FORMATS } from '../shared/contracts/keys.ts';
import { correctTexts, mayHoldCorrected } from '../shared/corrections/corrected-texts.ts';
import type { Correction } from '../shared/corrections/corrections.ts';
import { readStoredCorrections } from '../shared/corrections/stored.ts';
import { findLectures, ownNamesIn } from '../shared/page/find-lectures.ts';
import { openPrefix } from './prefix-store.ts';

/** A transcript has 100 kB to 1 MB. */
const AT_ONCE = 8;

/** How many lectures were rewritten, and how many corrections no longer match any text. */
export type CorrectedLectures = { corrected: number; unmatched: number };

export type CorrectLecturesDeps = { bucket: Bucket; warn: (message: string) => void };

/** @param isNew whether the file has just been saved; then earlier corrections may be missing from it. */
export const correctLectures = async (
  prefix: string,
  isNew: boolean,
  deps: CorrectLecturesDeps,
): Promise<CorrectedLectures> => {
  const stored = await readStoredCorrections(prefix, deps);
  if (!stored) return { corrected: 0, unmatched: 0 };
  const byLecture = Map.groupBy(stored.corrections, ({ lecture }) => lecture);
  const lectures = new Set([
    ...byLecture.keys(),
    ...(isNew ? ownNamesIn(await findLectures(openPrefix(deps.bucket, prefix))) : []),
  ]);
  const limit = pLimit(AT_ONCE);
  const done = await Promise.all(
    [...lectures].map((lecture) =>
      limit(() => correctLecture(`${prefix}${lecture}`, byLecture.get(lecture) ?? [], deps)),
    ),
  );
  return {
    corrected: done.filter((one) => one.isNew).length,
    unmatched: done.reduce((sum, { unmatched }) => sum + unmatched, 0),
  };
};

/** A lecture with a missing or invalid transcript keeps its corrections until it has a valid one. */
const correctLecture = async (
  lecture: string,
  corrections: Correction[],
  { bucket, warn }: CorrectLecturesDeps,
): Promise<{ isNew: boolean; unmatched: number }> => {
  const unchanged = { isNew: false, unmatched: corrections.length };
  const json = await bucket.readText(`${lecture}.json`);
  if (json === undefined) return unchanged;
  // Most lectures were never corrected.
  if (corrections.length === 0 && !mayHoldCorrected(json)) return unchanged;
  const corrected = tryCorrect(json, corrections);
  if (!corrected) {
    warn(
      `${lecture}.json in ${bucket.name} is damaged or of another version, so its corrections are not applied yet.`,
    );
    return unchanged;
  }
  const { texts, unmatched } = corrected;
  const isNew = texts.json !== json;
  // The json comes last: once it is written, the other files are known to be up to date.
  if (isNew)
    for (const format of TRANSCRIPT_FORMATS) await bucket.write(`${lecture}.${format}`, texts[format]);
  return { isNew, unmatched: unmatched.length };
};

const tryCorrect = (json: string, corrections: Correction[]) => {
  try {
    return correctTexts(json, corrections);
  } catch {
    return undefined;
  }
};
