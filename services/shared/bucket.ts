// One S3 bucket, as the steps and the uploader use it. Not for a user's files: see `uploader/send/`.
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  type GetObjectCommandOutput,
  HeadObjectCommand,
  PutObjectCommand,
  paginateListObjectsV2,
  type S3Client,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import type { z } from 'zod';
import type { Item } from './contracts.ts';
import { codeOf, isNamed } from './errors.ts';

const DOWNLOAD_TRIES = 3;
const WRITE_TRIES = 3;

/** Both stay in memory; 10,000 such parts are the soundtrack of more than a day. */
const PART_BYTES = 8 * 1_024 * 1_024;
const PARTS_AT_ONCE = 2;

/** S3's limit for one DeleteObjects request. */
const DELETES_AT_ONCE = 1_000;

const CONTENT_TYPES: Record<string, string> = {
  json: 'application/json',
  txt: 'text/plain; charset=utf-8',
  srt: 'application/x-subrip; charset=utf-8',
  vtt: 'text/vtt; charset=utf-8',
};

export type ObjectInfo = { etag: string; size: number; metadata: Record<string, string> };

export type Bucket = ReturnType<typeof makeBucket>;

/** ETags without their quotes: S3's answers and Distributed Map's items have them, our JSON does not. */
export const plainEtag = (etag: string): string => etag.replaceAll('"', '');

/** All functions throw the SDK's errors; a missing object is `undefined`, never an error. */
export const makeBucket = (s3: S3Client, name: string) => {
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

  /** What is torn, or of another version's shape, counts as missing: all JSON that is read here can be made again. */
  const readJson = async <T>(key: string, schema: z.ZodType<T>): Promise<T | undefined> => {
    const text = await readText(key);
    try {
      return text === undefined ? undefined : schema.parse(JSON.parse(text));
    } catch {
      return undefined;
    }
  };

  const put = async (key: string, body: string, condition: { IfNoneMatch?: '*' } = {}) => {
    await s3.send(
      new PutObjectCommand({
        Bucket: name,
        Key: key,
        Body: body,
        ContentType: CONTENT_TYPES[key.slice(key.lastIndexOf('.') + 1)],
        ContentLength: Buffer.byteLength(body),
        ...condition,
      }),
    );
  };

  const write = (key: string, text: string) => put(key, text);

  /** False where something else stands at the key. What stands there may be this very text, of a try whose answer was lost. */
  const writeNew = async (key: string, text: string): Promise<boolean> => {
    for (let tries = 1; ; tries += 1) {
      try {
        await put(key, text, { IfNoneMatch: '*' });
        return true;
      } catch (error) {
        if (isNamed(error, 'PreconditionFailed')) return (await readText(key)) === text;
        // Somebody writes it at this moment.
        if (!isNamed(error, 'ConditionalRequestConflict') || tries === WRITE_TRIES) throw error;
      }
    }
  };

  const writeJson = (key: string, value: unknown) => write(key, JSON.stringify(value));

  /** Of any length, in parts: the SDK can send a part again, and a stream not. Nothing is there unless all of it is. */
  const writeStream = async (key: string, body: Readable): Promise<void> => {
    const params = { Bucket: name, Key: key, Body: body };
    const upload = new Upload({ client: s3, params, partSize: PART_BYTES, queueSize: PARTS_AT_ONCE });
    let broken: Error | undefined;
    body.once('error', (error) => {
      broken = error;
    });
    await upload.done().catch((error) => {
      // The upload gives up its parts first, and would throw what goes wrong with that.
      throw broken ?? error;
    });
  };

  /** The SDK tries again until the body begins, and from then on leaves that to its caller. */
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

  /** The bytes from `from` up to `to`, without the latter. */
  const readRange = async (key: string, from: number, to: number): Promise<Buffer | undefined> => {
    return read({ Key: key, Range: `bytes=${from}-${to - 1}` }, async ({ Body }) => {
      const bytes = await Body?.transformToByteArray();
      return bytes && Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    });
  };

  /** Saves the object to a file and gives its ETag. */
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

  /** The folders right below a prefix, with their slash, however much lies in them: `runs/a/` of `runs/`. */
  const folders = async (prefix: string): Promise<string[]> => {
    const input = { Bucket: name, Prefix: prefix, Delimiter: '/' };
    const pages = await Array.fromAsync(paginateListObjectsV2({ client: s3 }, input));
    return pages.flatMap(({ CommonPrefixes = [] }) => CommonPrefixes.flatMap(({ Prefix = [] }) => Prefix));
  };

  /** Deletes the object if it still has this ETag, and says whether it is gone. */
  const removeVersion = async (key: string, etag: string): Promise<boolean> => {
    const found = await head(key);
    if (found && found.etag !== etag) return false;
    try {
      if (found) await s3.send(new DeleteObjectCommand({ Bucket: name, Key: key, IfMatch: `"${etag}"` }));
      return true;
    } catch (error) {
      if (isNamed(error, 'PreconditionFailed')) return false;
      if (isNamed(error, 'NoSuchKey')) return true;
      throw error;
    }
  };

  const remove = async (key: string): Promise<void> => {
    await s3.send(new DeleteObjectCommand({ Bucket: name, Key: key }));
  };

  const removeAll = async (prefix: string) => {
    const found = (await Array.fromAsync(list(prefix))).map(({ Key }) => ({ Key }));
    for (let at = 0; at < found.length; at += DELETES_AT_ONCE) {
      const Delete = { Objects: found.slice(at, at + DELETES_AT_ONCE), Quiet: true };
      const { Errors = [] } = await s3.send(new DeleteObjectsCommand({ Bucket: name, Delete }));
      if (Errors[0]) throw new Error(`${Errors[0].Key} could not be deleted: ${Errors[0].Message}`);
    }
  };

  return {
    name,
    head,
    readText,
    readJson,
    write,
    writeNew,
    writeJson,
    writeStream,
    readRange,
    download,
    list,
    folders,
    remove,
    removeVersion,
    removeAll,
  };
};

const orMissing = async <T>(answer: Promise<T>): Promise<T | undefined> => {
  try {
    return await answer;
  } catch (error) {
    if (isNamed(error, 'NotFound', 'NoSuchKey')) return undefined;
    throw error;
  }
};
