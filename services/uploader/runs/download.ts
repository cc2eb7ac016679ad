// Transcripts from the bucket to a folder. Which videos have one is the callers' to know.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import pLimit from 'p-limit';
import type { z } from 'zod';
import type { Bucket } from '../../shared/bucket.ts';
import { codeOf, UserError } from '../../shared/errors.ts';
import { keys, TRANSCRIPT_FORMATS, type TranscriptFormat } from '../../shared/keys.ts';
import { Doubts, type Span, Transcript } from '../../shared/transcript-contract.ts';
import { type Found, findObjects } from './objects.ts';
import type { Doubted } from './state.ts';
import { removeStale, writeWhole } from './write-whole.ts';

/** Videos; each is four files. */
const AT_ONCE = 16;

/** How much of a transcript the closing summary shows. */
const FIRST_CHARACTERS = 60;

/** What a transcript says is missing in it. */
const Losses = Transcript.pick({
  coverage: true,
  lostSeconds: true,
  duration: true,
  engine: true,
  language: true,
  hasSpeech: true,
}).extend(Doubts.shape);
type Losses = z.infer<typeof Losses>;

export type Fetched = {
  key: string;
  path: string;
  /** False: every file of it was in the folder already. */
  isNew: boolean;
  firstWords: string;
  gaps: Span[];
  /** That was found; absent where one was asked for, and where nobody speaks. */
  language?: string;
  doubts?: Doubted;
  lostSeconds: number;
};

/** Called in the order of the keys, each as soon as all before it have come. */
export type FetchListener = {
  fetched?: (transcript: Fetched) => void;
  /** Without it, a transcript that is not there ends everything. */
  missing?: (key: string, error: UserError) => void;
};

/**
 * Brings all formats of each video's transcript below `out`, as far as they are not there already, and gives the
 * path of the txt with its first words.
 * @throws {UserError} a transcript that is not in the bucket, or whose name leads out of the folder.
 */
export const fetchTranscripts = async (
  transcripts: Bucket,
  videoKeys: string[],
  out: string,
  { fetched, missing }: FetchListener = {},
): Promise<Fetched[]> => {
  const names = videoKeys.flatMap((key) => TRANSCRIPT_FORMATS.map((format) => keys.transcript(key, format)));
  const objects = await findObjects(transcripts, names);
  const limit = pLimit(AT_ONCE);
  const coming = videoKeys.map((key) => ({
    key,
    transcript: limit(() => fetchOne(transcripts, key, out, objects)),
  }));
  // The first that fails ends this; those behind it must not end the program.
  void Promise.allSettled(coming.map(({ transcript }) => transcript));
  const all: Fetched[] = [];
  for (const { key, transcript: expected } of coming) {
    try {
      const transcript = await expected;
      all.push(transcript);
      fetched?.(transcript);
    } catch (error) {
      if (!missing || !(error instanceof UserError)) throw error;
      missing(key, error);
    }
  }
  const folders = new Set(all.map(({ path }) => dirname(path)));
  await Promise.all([...folders].map((folder) => limit(() => removeStale(folder))));
  return all;
};

const fetchOne = async (
  transcripts: Bucket,
  key: string,
  out: string,
  objects: Map<string, Found>,
): Promise<Fetched> => {
  // All of them first: a folder has the files of one version of a transcript, or of the other.
  const files = await Promise.all(
    TRANSCRIPT_FORMATS.map((format) => readFormat(transcripts, keys.transcript(key, format), out, objects)),
  );
  const textOf = (format: TranscriptFormat) => files[TRANSCRIPT_FORMATS.indexOf(format)]?.text ?? '';
  const losses = lossesIn(textOf('json'), keys.transcript(key, 'json'), transcripts.name);
  for (const { path, text, isNew } of files) if (isNew) await writeWhole(path, text);
  return {
    key,
    path: join(out, keys.transcript(key, 'txt')),
    isNew: files.some(({ isNew }) => isNew),
    firstWords: firstWords(textOf('txt'), losses.hasSpeech),
    gaps: losses.coverage.gaps,
    ...foundOf(losses),
    lostSeconds: losses.lostSeconds,
  };
};

/** Of the folder, where it has what the bucket has; S3's ETag of what is written in one piece is its MD5. */
const readFormat = async (transcripts: Bucket, name: string, out: string, objects: Map<string, Found>) => {
  const path = join(out, name);
  if (!resolve(path).startsWith(join(resolve(out), sep)))
    throw new UserError(`${name} is not written: its name leads out of ${out}.`);
  const object = objects.get(name);
  const local = await readIfThere(path);
  if (local && local.length === object?.size && md5(local) === object.etag)
    return { path, text: local.toString(), isNew: false };
  const text = object && (await transcripts.readText(name));
  if (text === undefined) throw new UserError(`${name} is not in ${transcripts.name}.`);
  // A bucket with keys of its own (SSE-KMS) has other ETags.
  return { path, text, isNew: local?.equals(Buffer.from(text)) !== true };
};

/** @throws {UserError} */
const lossesIn = (json: string, name: string, bucket: string) => {
  try {
    return Losses.parse(JSON.parse(json));
  } catch (cause) {
    const message = `${name} in ${bucket} is torn, or of another version. Transcribe its video again.`;
    throw new UserError(message, { cause });
  }
};

const md5 = (bytes: Buffer): string => createHash('md5').update(bytes).digest('hex');

const readIfThere = async (path: string): Promise<Buffer | undefined> => {
  try {
    return await readFile(path);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
};

/** What is worth a line of its own. */
const foundOf = ({
  engine,
  language,
  hasSpeech,
  duration,
  ...losses
}: Losses): Pick<Fetched, 'language' | 'doubts'> => {
  const { otherLanguages, languageDoubted, unsure } = losses;
  return {
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
