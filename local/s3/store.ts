// What the S3 server needs of a place that keeps objects: a folder (folder.ts), or nothing at all (forgetful.ts).
// The rules of S3 are not in here, nor is who comes first: the caller takes a key's turn for all but `receive`.
import type { Readable } from 'node:stream';
import pLimit from 'p-limit';
import { z } from 'zod';

export const Checksum = z.object({
  algorithm: z.string(),
  type: z.enum(['FULL_OBJECT', 'COMPOSITE']),
  value: z.string(),
});
export type Checksum = z.infer<typeof Checksum>;

/** What is kept beside the bytes. The ETag has no quotes; headers have lower-case names. */
export const About = z.object({
  etag: z.string(),
  headers: z.record(z.string(), z.string()),
  checksum: Checksum.optional(),
});
/** Like `About`, where undefined may be said, too. */
export type About = { etag: string; headers: Record<string, string>; checksum?: Checksum | undefined };

export type Stored = About & { size: number; modified: Date };

/** Bytes that have arrived and that nobody can read yet. */
export type Draft = {
  size: number;
  /** All at once: until then the object that was there before can be read, even by a process that starts after a crash. */
  put: (key: string, about: About) => Promise<void>;
  discard: () => Promise<void>;
};

type OpenObject = Stored & {
  /** The bytes from `from` up to `to`, without the latter. Closes the object when it ends or is destroyed. */
  read: (from: number, to: number) => Readable;
  close: () => Promise<void>;
};

export type ObjectStore = {
  /** Rejects, and keeps nothing, where `bytes` throws. */
  receive: (bytes: AsyncIterable<Uint8Array>) => Promise<Draft>;
  open: (key: string) => Promise<OpenObject | undefined>;
  remove: (key: string) => Promise<void>;
  /** All that begin with `prefix`, ordered by their bytes as S3 orders them. */
  keys: (prefix: string) => Promise<string[]>;
};

/** A process may have few files open at once (256 on macOS), and a list looks at a thousand. */
const limit = pLimit(64);

export const find = (store: ObjectStore, key: string): Promise<Stored | undefined> =>
  limit(async () => {
    const object = await store.open(key);
    await object?.close();
    return object;
  });

/** Nothing is left of the bytes where `work` throws. */
export const withDraft = async <T>(
  store: ObjectStore,
  bytes: AsyncIterable<Uint8Array>,
  work: (draft: Draft) => Promise<T>,
): Promise<T> => {
  const draft = await store.receive(bytes);
  try {
    return await work(draft);
  } catch (error) {
    await draft.discard();
    throw error;
  }
};

export const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));
