// Downloads transcripts to a folder. The callers know which videos have one.
import { createHash } from 'node:crypto';
import { dirname, join, resolve, sep } from 'node:path';
import pLimit from 'p-limit';
import type { z } from 'zod';
import type { Bucket } from '../../shared/aws/bucket.ts';
import { isNamed, UserError } from '../../shared/contracts/errors.ts';
import { keys, TRANSCRIPT_FORMATS, type TranscriptFormat } from '../../shared/contracts/keys.ts';
import { Doubts, type Span, Transcript } from '../../shared/contracts/transcript.ts';
import type { UnmatchedCorrection } from '../output/correction-events.ts';
import type { Doubted } from '../output/run-events.ts';
import { type Ledger, openLedger } from './ledger.ts';
import { findObjects, type ObjectVersion } from './objects.ts';
import { type Kept, placeTranscript, type TranscriptFile } from './place.ts';
import { readIfThere } from './read-text.ts';
import { removeStale } from './write-whole.ts';

/** Videos at once; each has four files. */
const AT_ONCE = 16;

/** How much of a transcript the closing summary shows. */
const FIRST_CHARACTERS = 60;

/** What a transcript says it lacks. */
const Losses = Transcript.pick({
  coverage: true,
  lostSeconds: true,
  duration: true,
  engine: true,
  language: true,
  hasSpeech: true,
  nothingHeard: true,
  sound: true,
}).extend(Doubts.shape);
type Losses = z.infer<typeof Losses>;

export type Fetched = {
  key: string;
  path: string;
  /** False if the folder already had all its files. */
  isNew: boolean;
  firstWords: string;
  gaps: Span[];
  /** The detected language; absent if it was given, or nobody speaks. */
  language?: string;
  doubts?: Doubted;
  lostSeconds: number;
  kept: Kept[];
  nothingHeard?: string;
  remark?: string;
} & Partial<Pick<CorrectedFiles, 'taken' | 'unmatched'>>;

/** Called in key order, as soon as a transcript and all before it have arrived. */
type DownloadListener = {
  fetched?: (transcript: Fetched) => void;
  /** Without it, a missing transcript ends the download. */
  missing?: (key: string, error: UserError) => void;
};

/** `taken`: paths of files whose edits were saved as corrections; `unmatched`: corrections that match nothing. */
export type CorrectedFiles = { files: TranscriptFile[]; taken: string[]; unmatched: UnmatchedCorrection[] };

export type DownloadOptions = DownloadListener & {
  overwrite?: boolean;
  /** Applies corrections before anything is written. */
  correct?: (files: TranscriptFile[], key: string, ledger: Ledger) => Promise<CorrectedFiles>;
};

/**
 * Downloads all formats of each transcript to `out`, unless they are there already, and returns the path of the txt
 * with its first words. Edited files stay.
 * @throws {UserError} if a transcript is not in the bucket, or its name leads out of the folder.
 * @throws {FileFault} if the folder cannot be written to.
 */
export const fetchTranscripts = async (
  transcripts: Bucket,
  videoKeys: string[],
  out: string,
  { fetched, missing, overwrite = false, correct = asTheyAre }: DownloadOptions = {},
): Promise<Fetched[]> => {
  const names = videoKeys.flatMap((key) => TRANSCRIPT_FORMATS.map((format) => keys.transcript(key, format)));
  const objects = await findObjects(transcripts, names);
  const limit = pLimit(AT_ONCE);
  const deps = { objects, ledger: await openLedger(out), overwrite, correct };
  const coming = videoKeys.map((key) => ({
    key,
    transcript: limit(() => fetchOne(transcripts, key, out, deps)),
  }));
  // The first failure ends the download; the rejections of later ones must not end the process.
  void Promise.allSettled(coming.map(({ transcript }) => transcript));
  const all: Fetched[] = [];
  for (const { key, transcript: expected } of coming) {
    try {
      const transcript = await expected;
      all.push(transcript);
      fetched?.(transcript);
    } catch (error) {
      if (!missing || !(error instanceof UserError) || isNamed(error, 'FileFault')) throw error;
      missing(key, error);
    }
  }
  const folders = new Set(all.map(({ path }) => dirname(path)));
  await Promise.all([...folders].map((folder) => limit(() => removeStale(folder))));
  return all;
};

type FetchDeps = { objects: Map<string, ObjectVersion>; ledger: Ledger } & Required<
  Pick<DownloadOptions, 'overwrite' | 'correct'>
>;

const asTheyAre = async (files: TranscriptFile[]): Promise<CorrectedFiles> => ({
  files,
  taken: [],
  unmatched: [],
});

const fetchOne = async (
  transcripts: Bucket,
  key: string,
  out: string,
  { objects, correct, ...deps }: FetchDeps,
): Promise<Fetched> => {
  // Fetch all formats first, so that a folder never mixes two versions of a transcript.
  const stored = await Promise.all(
    TRANSCRIPT_FORMATS.map((format) => readFormat(transcripts, key, format, { out, objects })),
  );
  const textOf = (format: TranscriptFormat, files = stored) =>
    files[TRANSCRIPT_FORMATS.indexOf(format)]?.text ?? '';
  const losses = lossesIn(textOf('json'), keys.transcript(key, 'json'), transcripts.name);
  const { files, taken, unmatched } = await correct(stored, key, deps.ledger);
  const { isNew, kept } = await placeTranscript(files, deps);
  return {
    key,
    path: join(out, keys.transcript(key, 'txt')),
    isNew,
    firstWords: firstWords(textOf('txt', files), losses.hasSpeech),
    gaps: losses.coverage.gaps,
    lostSeconds: losses.lostSeconds,
    kept,
    ...(taken.length > 0 && { taken }),
    ...(unmatched.length > 0 && { unmatched }),
    ...foundOf(losses),
  };
};

/** From the folder if it is the same as in the bucket: S3's ETag of an object sent in one piece is its MD5. */
const readFormat = async (
  transcripts: Bucket,
  key: string,
  format: TranscriptFormat,
  { out, objects }: { out: string; objects: Map<string, ObjectVersion> },
): Promise<TranscriptFile> => {
  const name = keys.transcript(key, format);
  const path = join(out, name);
  if (!resolve(path).startsWith(join(resolve(out), sep)))
    throw new UserError(`${name} was not written: its name points outside ${out}.`);
  const object = objects.get(name);
  const there = await readIfThere(path);
  if (there && there.length === object?.size && md5(there) === object.etag)
    return { format, name, path, text: there.toString(), there };
  const text = object && (await transcripts.readText(name));
  if (text === undefined) throw new UserError(`${name} is not in ${transcripts.name}.`);
  return { format, name, path, text, there };
};

/** @throws {UserError} */
const lossesIn = (json: string, name: string, bucket: string) => {
  try {
    return Losses.parse(JSON.parse(json));
  } catch (cause) {
    const message = `${name} in ${bucket} is damaged, or from another version. Transcribe its video again.`;
    throw new UserError(message, { cause });
  }
};

const md5 = (bytes: Buffer): string => createHash('md5').update(bytes).digest('hex');

/** What is worth mentioning in the output. */
const foundOf = ({
  engine,
  language,
  hasSpeech,
  duration,
  nothingHeard,
  sound,
  ...losses
}: Losses): Pick<Fetched, 'language' | 'doubts' | 'nothingHeard' | 'remark'> => {
  const { otherLanguages, languageDoubted, unsure } = losses;
  return {
    ...(nothingHeard && { nothingHeard }),
    ...(sound?.remark && { remark: sound.remark }),
    ...(hasSpeech && engine.settings.language === 'auto' && { language }),
    ...((otherLanguages || languageDoubted || unsure) && {
      doubts: { otherLanguages, languageDoubted, unsure, model: engine.model.name, duration },
    }),
  };
};

export const firstWords = (text: string, hasSpeech: boolean): string => {
  const line = text.replace(/\s+/g, ' ').trim();
  if (line === '') return hasSpeech ? '(speech, but no words)' : '(no speech found)';
  if (line.length <= FIRST_CHARACTERS) return line;
  const space = line.lastIndexOf(' ', FIRST_CHARACTERS);
  return `${line.slice(0, space > 0 ? space : FIRST_CHARACTERS)} …`;
};
