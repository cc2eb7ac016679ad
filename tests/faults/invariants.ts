// What has to hold whenever a run has ended, however it ended. Each broken one is a line of words.
import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ChunkWords, Manifest, Plan, Report, VideoResult } from '../../services/shared/contracts.ts';
import { isMedia, keys, TRANSCRIPT_FORMATS } from '../../services/shared/keys.ts';
import { Transcript } from '../../services/shared/transcript-contract.ts';
import { render } from '../../services/transcriber/captions/render.ts';
import { type Found, filesBelow } from './disk.ts';

export type Bucket = Map<string, Pick<Found, 'text' | 'torn'>>;

/** The json of a video whose four files are there and of one piece. */
export const wholeTranscript = (transcripts: Bucket, key: string): Transcript | undefined => {
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

/** By what their names say that they are. */
const CONTRACTS: [RegExp, Schema<unknown>][] = [
  [/^runs\/[^/]+\/manifest\.json$/, Manifest],
  [/^runs\/[^/]+\/report\.json$/, Report],
  [/^runs\/[^/]+\/results\//, VideoResult],
  [/^work\/[^/]+\/[^/]+\/plan\.json$/, Plan],
  [/^work\/[^/]+\/[^/]+\/chunk-/, ChunkWords],
];

/** Objects that are not what they are said to be. */
export const tornIn = (bucket: Bucket): string[] =>
  [...bucket].flatMap(([key, { text, torn }]) => {
    if (torn) return [`${key} is torn in its bucket`];
    const schema = CONTRACTS.find(([name]) => name.test(key))?.[1];
    const contract =
      schema ?? (key.endsWith('.json') && !/^(runs|work)\//.test(key) ? Transcript : undefined);
    return contract && !parsed(contract, text) ? [`${key} does not parse`] : [];
  });

/** Files of --out: of each, what is there is a whole file. Hidden ones are not looked at by anybody. */
export const tornBelow = (out: string, transcripts: Bucket): string[] =>
  visibleBelow(out).flatMap((name) => {
    const text = readFileSync(join(out, name), 'utf8');
    if (name.endsWith('.json')) return parsed(Transcript, text) ? [] : [`${name} does not parse in --out`];
    const stored = transcripts.get(name)?.text;
    return stored === undefined || stored === text || stored.length !== text.length
      ? []
      : [`${name} in --out is not the one of the bucket`];
  });

export const visibleBelow = (out: string): string[] =>
  filesBelow(out)
    .map((path) => relative(out, path))
    .filter((name) => !name.split('/').some((part) => part.startsWith('.')));

/** After a run that says that all is done: all four of each video, of this very file, in --out too. */
export const missingOf = (videos: Map<string, string>, transcripts: Bucket, out: string): string[] =>
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

export const isVideo = (key: string): boolean => isMedia(key);
