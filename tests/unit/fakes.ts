// A bucket in memory, and small valid examples of what the steps store. Not for tests of the S3 calls themselves.
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import type { z } from 'zod';
import type { Bucket } from '../../services/shared/aws/bucket.ts';
import type { MergeOutput, Plan } from '../../services/shared/contracts/steps.ts';
import type { EngineIdentity, Transcript } from '../../services/shared/contracts/transcript.ts';

import { aSettings } from '../fixtures/transcript.ts';

export type StoredObject = { body: Buffer; etag: string; metadata: Record<string, string> };
export type FakeBucket = Bucket & { objects: Map<string, StoredObject> };

/** The ETag that S3 gives to an object uploaded in one part, without quotes. */
export const etagOf = (body: string | Buffer): string => createHash('md5').update(body).digest('hex');

export const sumOf = (body: string | Buffer): string => createHash('sha256').update(body).digest('hex');

export const anObject = (body: string | Buffer, metadata: Record<string, string> = {}): StoredObject => ({
  body: Buffer.from(body),
  etag: etagOf(body),
  metadata,
});

/** `objects` is the current content of the bucket, which a test may change while the code runs. */
export const fakeBucket = (name: string, bodies: Record<string, string | Buffer> = {}): FakeBucket => {
  const objects = new Map(Object.entries(bodies).map(([key, body]) => [key, anObject(body)]));

  const readText = async (key: string) => objects.get(key)?.body.toString();
  const write = async (key: string, body: string | Buffer) => {
    objects.set(key, anObject(body));
  };
  /** In S3's order: by the bytes of the key. */
  const keysBelow = (prefix: string) =>
    [...objects.keys()]
      .filter((key) => key.startsWith(prefix))
      .toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));

  return {
    name,
    objects,
    readText,
    write,
    head: async (key) => {
      const found = objects.get(key);
      return found && { etag: found.etag, size: found.body.length, metadata: found.metadata };
    },
    readJson: async <T>(key: string, schema: z.ZodType<T>) => {
      const text = await readText(key);
      try {
        return text === undefined ? undefined : schema.parse(JSON.parse(text));
      } catch {
        return undefined;
      }
    },
    writeNew: async (key, text) => {
      if (!objects.has(key)) await write(key, text);
      return objects.get(key)?.body.toString() === text;
    },
    writeJson: (key, value) => write(key, JSON.stringify(value)),
    writeStream: async (key, body) => write(key, await buffer(body)),
    readInto: async (key, from, target) => objects.get(key)?.body.subarray(from).copy(target),
    download: async (key, path) => {
      const found = objects.get(key);
      if (found) await writeFile(path, found.body);
      return found?.etag;
    },
    list: async function* (prefix) {
      for (const Key of keysBelow(prefix)) {
        const { body, etag } = objects.get(Key) ?? anObject('');
        yield { Key, Etag: `"${etag}"`, Size: body.length };
      }
    },
    folders: async (prefix) => {
      const below = keysBelow(prefix).map((key) => /^[^/]*\//.exec(key.slice(prefix.length))?.[0]);
      return [...new Set(below)].flatMap((folder) => (folder === undefined ? [] : `${prefix}${folder}`));
    },
    remove: async (key) => {
      objects.delete(key);
    },
    removeVersion: async (key, etag) => {
      const found = objects.get(key);
      if (found && found.etag !== etag) return false;
      objects.delete(key);
      return true;
    },
    removeAll: async (prefix) => {
      for (const key of keysBelow(prefix)) objects.delete(key);
    },
  };
};

/** The keys that are read from now on, as text or json. */
export const readsOf = (bucket: FakeBucket): string[] => {
  const reads: string[] = [];
  const { readText, readJson } = bucket;
  bucket.readText = (key) => {
    reads.push(key);
    return readText(key);
  };
  bucket.readJson = (key, schema) => {
    reads.push(key);
    return readJson(key, schema);
  };
  return reads;
};

export const anEngineIdentity = (fields: Partial<EngineIdentity> = {}): EngineIdentity => ({
  version: 'whisper.cpp 1.9.1',
  model: { name: 'tiny.en-q8_0', sha256: 'a'.repeat(64) },
  settings: aSettings(),
  ...fields,
});

/** A minute of video with one stretch of speech, in one chunk. */
export const aPlan = (fields: Partial<Plan> = {}): Plan => ({
  source: { key: 'week1/lesson1.mp4', etag: etagOf('video'), size: 5 },
  engine: anEngineIdentity(),
  language: 'en',
  duration: 60,
  lostSeconds: 0,
  speech: [{ start: 10, end: 12 }],
  chunks: [{ start: 0, end: 60 }],
  seconds: 1.5,
  ...fields,
});

/** A transcript of the video of `aPlan`. */
export const aTranscript = (fields: Partial<Transcript> = {}): Transcript => ({
  source: { key: 'week1/lesson1.mp4', etag: etagOf('video'), size: 5 },
  duration: 60,
  lostSeconds: 0,
  engine: anEngineIdentity(),
  language: 'en',
  hasSpeech: true,
  coverage: { speechSeconds: 2, coveredSeconds: 2, ratio: 1, gaps: [] },
  segments: [
    {
      start: 10,
      end: 12,
      text: 'Hello there.',
      words: [
        { start: 10, end: 11, text: 'Hello', probability: 0.9 },
        { start: 11, end: 12, text: 'there.', probability: 0.8 },
      ],
    },
  ],
  ...fields,
});

export const aMergeOutput = (fields: Partial<MergeOutput> = {}): MergeOutput => ({
  duration: 60,
  words: 2,
  hasSpeech: true,
  language: 'en',
  coverage: { speechSeconds: 2, coveredSeconds: 2, ratio: 1, gaps: [] },
  lostSeconds: 0,
  seconds: { split: 1.5, transcribe: 4, merge: 0.5 },
  ...fields,
});
