// What must hold whenever a run has ended, however it ended. Each violation is one line of text.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { TRANSCRIPT_BUCKET } from '../../local/store.ts';
import { plainEtag } from '../../services/shared/aws/bucket.ts';
import { render } from '../../services/shared/captions/render.ts';
import { keys, TRANSCRIPT_FORMATS } from '../../services/shared/contracts/keys.ts';
import { ChunkWords, Manifest, Plan, Report, VideoResult } from '../../services/shared/contracts/steps.ts';
import { Transcript } from '../../services/shared/contracts/transcript.ts';
import { INDEX, isPageFile } from '../../services/shared/page/page-files.ts';
import { type DiskObject, filesOnDisk, readBucket } from './disk.ts';

export type BucketContents = Map<string, Pick<DiskObject, 'text' | 'torn'>>;

/** The json of a video if its four files exist and belong together. */
export const wholeTranscript = (transcripts: BucketContents, key: string): Transcript | undefined => {
  const text = (format: (typeof TRANSCRIPT_FORMATS)[number]) =>
    transcripts.get(keys.transcript(key, format))?.text;
  const json = parsed(Transcript, text('json'));
  if (!json || json.source.key !== key) return undefined;
  const rendered = render(json);
  return TRANSCRIPT_FORMATS.every((format) => text(format) === rendered[format]) ? json : undefined;
};

type Schema<T> = { safeParse: (value: unknown) => { data?: T | undefined } };

export const parsed = <T>(schema: Schema<T>, json: string | undefined): T | undefined => {
  try {
    return schema.safeParse(JSON.parse(json ?? '')).data;
  } catch {
    return undefined;
  }
};

/** The contract of a file, by its name. */
const CONTRACTS: [RegExp, Schema<unknown>][] = [
  [/^runs\/[^/]+\/manifest\.json$/, Manifest],
  [/^runs\/[^/]+\/report\.json$/, Report],
  [/^runs\/[^/]+\/results\//, VideoResult],
  [/^work\/[^/]+\/[^/]+\/plan\.json$/, Plan],
  [/^work\/[^/]+\/[^/]+\/chunk-/, ChunkWords],
];

/** Whether the transcript of the video that is about to be deleted is complete, has words and belongs to this version. */
export const hasWholeTranscript = (out: string, key: string, version = ''): boolean => {
  const whole = wholeTranscript(readBucket(out, TRANSCRIPT_BUCKET), key);
  return whole?.source.etag === plainEtag(version) && !whole.nothingHeard;
};

/** The json marks a video as done, so it must come last. Not checked if two runs write at once. */
export const mixedIn = (transcripts: BucketContents, videos: readonly string[]): string[] =>
  videos
    .filter((key) => transcripts.has(keys.transcript(key, 'json')) && !wholeTranscript(transcripts, key))
    .map((key) => `the four transcripts of ${key} are not of one piece`);

/** Objects that differ from their description. */
export const tornIn = (bucket: BucketContents): string[] =>
  [...bucket].flatMap(([key, { text, torn }]) => {
    if (torn || tornPageFile(key, text)) return [`${key} is torn in its bucket`];
    if (key === INDEX) return brokenPage(text, (name) => bucket.has(name));
    const schema = CONTRACTS.find(([name]) => name.test(key))?.[1];
    const contract =
      schema ?? (key.endsWith('.json') && !/^(runs|work)\//.test(key) ? Transcript : undefined);
    return contract && !parsed(contract, text) ? [`${key} does not parse`] : [];
  });

/** Checks the files in --out: each must be whole. Hidden files are ignored. */
export const tornBelow = (out: string, transcripts: BucketContents): string[] => {
  const read = (name: string) =>
    existsSync(join(out, name)) ? readFileSync(join(out, name), 'utf8') : undefined;
  return visibleBelow(out).flatMap((name) => {
    const text = read(name);
    if (name === INDEX) return brokenPage(text, (file) => existsSync(join(out, file)));
    if (isPageFile(name)) return tornPageFile(name, text) ? [`${name} in --out is torn`] : [];
    const json = parsed(Transcript, read(name.replace(/\.[^.]*$/, '.json')));
    if (name.endsWith('.json')) return json ? [] : [`${name} does not parse in --out`];
    return isTextOf(name, text, json) || text === transcripts.get(name)?.text
      ? []
      : [`${name} in --out is torn`];
  });
};

/** Whether the text is what the json next to it says. */
const isTextOf = (name: string, text: string | undefined, json: Transcript | undefined): boolean => {
  const format = TRANSCRIPT_FORMATS.find((one) => name.endsWith(`.${one}`));
  return json !== undefined && format !== undefined && text === render(json)[format];
};

/** The name of such a file contains the hash of its content. */
const tornPageFile = (name: string, text = ''): boolean =>
  isPageFile(name) && !name.includes(createHash('sha256').update(text).digest('hex').slice(0, 16));

/** Whether a page's files are all there. */
const brokenPage = (index = '', isThere: (name: string) => boolean): string[] =>
  (index.match(/page\/[\w-]+\.(?:js|css)/g) ?? [])
    .filter((name) => !isThere(name))
    .map((name) => `the page has no ${name}`);

export const visibleBelow = (out: string): string[] =>
  filesOnDisk(out)
    .map((path) => relative(out, path))
    .filter((name) => !name.split('/').some((part) => part.startsWith('.')));

/** After a successful run, each video has four files of this very version, in --out too. */
export const missingOf = (videos: Map<string, string>, transcripts: BucketContents, out: string): string[] =>
  [...videos].flatMap(([key, sha256]) => {
    const whole = wholeTranscript(transcripts, key);
    if (!whole) return [`${key} is said to be done and has no whole transcript`];
    if (whole.source.sha256 !== sha256)
      return [`${key} is said to be done, and its transcript is of another version`];
    return TRANSCRIPT_FORMATS.flatMap((format) => {
      const name = keys.transcript(key, format);
      const path = join(out, name);
      const stored = transcripts.get(name)?.text;
      return existsSync(path) && readFileSync(path, 'utf8') === stored ? [] : [`${name} is not in --out`];
    });
  });
