// The interface between the S3 server and its storage: folder.ts or, without keeping anything, forgetful.ts. S3's rules
// are enforced elsewhere, and the caller takes a key's turn for everything except `receive`.
import type { Readable } from 'node:stream';
import pLimit from 'p-limit';
import { z } from 'zod';

export const Checksum = z.object({
  algorithm: z.string(),
  type: z.enum(['FULL_OBJECT', 'COMPOSITE']),
  value: z.string(),
});
export type Checksum = z.infer<typeof Checksum>;

/** Stored beside the bytes. The ETag has no quotes; headers have lower-case names. */
export const About = z.object({
  etag: z.string(),
  headers: z.record(z.string(), z.string()),
  checksum: Checksum.optional(),
});
/** Like the schema, but fields may be undefined explicitly. */
export type About = { etag: string; headers: Record<string, string>; checksum?: Checksum | undefined };

export type Stored = About & { size: number; modified: Date };

/** Bytes that have arrived, but cannot be read yet. */
export type Draft = {
  size: number;
  /** Atomic: until then the previous object can be read, even after a crash. */
  put: (key: string, about: About) => Promise<void>;
  discard: () => Promise<void>;
};

type OpenObject = Stored & {
  /** The bytes from `from` up to, but not including, `to`. Closes the object when it ends or is destroyed. */
  read: (from: number, to: number) => Readable;
  close: () => Promise<void>;
};

export type ObjectStore = {
  /** Rejects, and keeps nothing, if `bytes` throws. */
  receive: (bytes: AsyncIterable<Uint8Array>) => Promise<Draft>;
  open: (key: string) => Promise<OpenObject | undefined>;
  remove: (key: string) => Promise<void>;
  /** All keys that begin with `prefix`, ordered by their bytes as in S3. */
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

/** Keeps nothing of the bytes if `work` throws. */
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
