// Reads one transcript for the page, and says what is wrong with it.

import { Transcript } from '../contracts/transcript.ts';
import type { LectureEntry, PageProblem } from './course-data.ts';
import type { FoundLecture } from './find-lectures.ts';
import { type LectureData, packLecture } from './lecture-data.ts';
import type { PageStore } from './page-store.ts';

export type ReadLecture =
  | { entry: LectureEntry; data: LectureData }
  | { problem: PageProblem & { version: string } };

/** Matches no version, so that the file is read again next time. */
const UNREAD = '';

/** Never throws: one broken transcript must not prevent the page. */
export const readLecture = async (
  store: PageStore,
  { name, version }: FoundLecture,
): Promise<ReadLecture> => {
  const file = `${name}.json`;
  let body: Buffer;
  try {
    body = await store.read(file);
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    return { problem: { name: file, reason: `It cannot be read: ${cause}`, version: UNREAD } };
  }
  const read = parse(body.toString('utf8'));
  if (typeof read === 'string') return { problem: { name: file, reason: read, version } };
  return { entry: toEntry(name, version, read), data: packLecture(name, read) };
};

const parse = (text: string): Transcript | string => {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return 'It is not valid JSON, or is cut off. Transcribe the video again.';
  }
  const parsed = Transcript.safeParse(json);
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues[0]?.path.join('.') || 'the whole file';
  return `It is not a transcript of this version (see ${where}). Transcribe the video again, or move the file elsewhere.`;
};

const DOUBTED =
  'The model knows English only, and what it heard is probably another language: choose a model of many languages.';

const toEntry = (name: string, version: string, transcript: Transcript): LectureEntry => {
  const { coverage, lostSeconds, nothingHeard, hasSpeech, segments, sound } = transcript;
  const words = segments.reduce((sum, segment) => sum + segment.words.length, 0);
  const nothing =
    words > 0 ? undefined : (nothingHeard ?? (hasSpeech ? 'no words were found' : 'nobody speaks'));
  const remark = [sound?.remark, transcript.languageDoubted && DOUBTED].filter(Boolean).join(' ');
  return {
    name,
    version,
    source: transcript.source.key,
    duration: transcript.duration,
    language: transcript.language,
    words,
    model: transcript.engine.model.name,
    coverage: coverage.ratio,
    ...(coverage.gaps.length > 0 && { gaps: coverage.gaps.length }),
    ...(lostSeconds > 0 && { lostSeconds }),
    ...(nothing && { nothing }),
    ...(remark !== '' && { remark }),
  };
};
