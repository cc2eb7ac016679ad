// Reads from a bucket. A missing object is `undefined`, never an error.
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  GetObjectCommand,
  type GetObjectCommandOutput,
  HeadObjectCommand,
  paginateListObjectsV2,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { z } from 'zod';
import { codeOf, isNamed } from '../../contracts/errors.ts';
import type { Item } from '../../contracts/steps.ts';

const DOWNLOAD_TRIES = 3;

export type ObjectInfo = { etag: string; size: number; metadata: Record<string, string> };

/** ETags come with quotes from S3 and Distributed Map; our JSON stores them without. */
export const plainEtag = (etag: string): string => etag.replaceAll('"', '');

export const makeReads = (s3: S3Client, name: string) => {
  /** The SDK retries until the body begins; after that, retrying is the caller's task. */
  const read = async <T>(
    wanted: { Key: string; Range?: string },
    consume: (found: GetObjectCommandOutput) => Promise<T>,
  ): Promise<T | undefined> => {
    for (let tries = 1; ; tries += 1) {
      const found = await orMissing(s3.send(new GetObjectCommand({ Bucket: name, ...wanted })));
      if (!found) return undefined;
      try {
        return await consume(found);
      } catch (error) {
        if (tries === DOWNLOAD_TRIES || codeOf(error) === 'ENOSPC') throw error;
      }
    }
  };

  const head = async (key: string): Promise<ObjectInfo | undefined> => {
    const found = await orMissing(s3.send(new HeadObjectCommand({ Bucket: name, Key: key })));
    return (
      found && {
        etag: plainEtag(found.ETag ?? ''),
        size: found.ContentLength ?? 0,
        metadata: found.Metadata ?? {},
      }
    );
  };

  const readText = (key: string): Promise<string | undefined> =>
    read({ Key: key }, async ({ Body }) => Body?.transformToString());

  /** Incomplete JSON, or JSON of another version, counts as missing: all JSON read here can be made again. */
  const readJson = async <T>(key: string, schema: z.ZodType<T>): Promise<T | undefined> => {
    const text = await readText(key);
    try {
      return text === undefined ? undefined : schema.parse(JSON.parse(text));
    } catch {
      return undefined;
    }
  };

  /**
   * Fills `target` with the bytes from `from` on. The SDK would join them in a copy of its own.
   * @returns how many there were.
   */
  const readInto = async (key: string, from: number, target: Buffer): Promise<number | undefined> => {
    const Range = `bytes=${from}-${from + target.length - 1}`;
    return read({ Key: key, Range }, async ({ Body }) => {
      if (!(Body instanceof Readable)) return undefined;
      let filled = 0;
      for await (const chunk of Body) filled += chunk.copy(target, filled);
      return filled;
    });
  };

  /** Saves the object to a file and returns its ETag. */
  const download = async (key: string, path: string): Promise<string | undefined> => {
    return read({ Key: key }, async ({ Body, ETag = '' }) => {
      if (!(Body instanceof Readable)) return undefined;
      await pipeline(Body, createWriteStream(path));
      return plainEtag(ETag);
    });
  };

  async function* list(prefix: string): AsyncGenerator<Item & { Etag: string; Size: number }> {
    for await (const page of paginateListObjectsV2({ client: s3 }, { Bucket: name, Prefix: prefix })) {
      for (const { Key, ETag = '', Size = 0, LastModified, StorageClass } of page.Contents ?? []) {
        if (Key === undefined) continue;
        yield { Key, Etag: ETag, Size, LastModified: LastModified?.toISOString(), StorageClass };
      }
    }
  }

  /** The folders directly below a prefix, with their slash: `runs/a/` below `runs/`. */
  const folders = async (prefix: string): Promise<string[]> => {
    const input = { Bucket: name, Prefix: prefix, Delimiter: '/' };
    const pages = await Array.fromAsync(paginateListObjectsV2({ client: s3 }, input));
    return pages.flatMap(({ CommonPrefixes = [] }) => CommonPrefixes.flatMap(({ Prefix = [] }) => Prefix));
  };

  return { head, readText, readJson, readInto, download, list, folders };
};

const orMissing = async <T>(answer: Promise<T>): Promise<T | undefined> => {
  try {
    return await answer;
  } catch (error) {
    if (isNamed(error, 'NotFound', 'NoSuchKey')) return undefined;
    throw error;
  }
};
