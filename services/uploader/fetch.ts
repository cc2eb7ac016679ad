// Transcripts from the bucket to a folder, each written beside its place and then renamed.
import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import pLimit from 'p-limit';
import type { Bucket } from '../shared/bucket.ts';
import { type Span, Transcript } from '../shared/contracts.ts';
import { UserError } from '../shared/errors.ts';
import { keys, TRANSCRIPT_FORMATS } from '../shared/keys.ts';

const AT_ONCE = 8;

/** How much of a transcript the closing summary shows. */
const FIRST_CHARACTERS = 60;

/** What a transcript says is missing in it. */
const Losses = Transcript.pick({ coverage: true, lostSeconds: true });

export type Fetched = { key: string; path: string; firstWords: string; gaps: Span[]; lostSeconds: number };

/**
 * Downloads all formats of each video's transcript below `out`, and gives the path of the txt with its first words.
 * @throws {UserError} a transcript that is not there.
 */
export const fetchTranscripts = (
  transcripts: Bucket,
  videoKeys: string[],
  out: string,
): Promise<Fetched[]> => {
  const limit = pLimit(AT_ONCE);
  return Promise.all(videoKeys.map((key) => limit(() => fetchOne(transcripts, key, out))));
};

const fetchOne = async (transcripts: Bucket, key: string, out: string): Promise<Fetched> => {
  const texts = await Promise.all(
    TRANSCRIPT_FORMATS.map((format) => transcripts.readText(keys.transcript(key, format))),
  );
  for (const [index, format] of TRANSCRIPT_FORMATS.entries()) {
    const text = texts[index];
    if (text === undefined)
      throw new UserError(`${keys.transcript(key, format)} is not in ${transcripts.name}.`);
    await writeWhole(join(out, keys.transcript(key, format)), text);
  }
  const { coverage, lostSeconds } = Losses.parse(JSON.parse(texts[TRANSCRIPT_FORMATS.indexOf('json')] ?? ''));
  return {
    key,
    path: join(out, keys.transcript(key, 'txt')),
    firstWords: firstWords(texts[0] ?? ''),
    gaps: coverage.gaps,
    lostSeconds,
  };
};

const writeWhole = async (path: string, text: string): Promise<void> => {
  await mkdir(dirname(path), { recursive: true });
  // A short name, since the transcript's own may be as long as a name can be.
  const beside = join(dirname(path), `.${randomUUID()}.part`);
  try {
    await writeFile(beside, text);
    await rename(beside, path);
  } finally {
    await rm(beside, { force: true });
  }
};

export const firstWords = (text: string): string => {
  const line = text.replace(/\s+/g, ' ').trim();
  if (line === '') return '(nobody speaks)';
  if (line.length <= FIRST_CHARACTERS) return line;
  const space = line.lastIndexOf(' ', FIRST_CHARACTERS);
  return `${line.slice(0, space > 0 ? space : FIRST_CHARACTERS)} …`;
};
