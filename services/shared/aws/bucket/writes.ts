// Writes to a bucket. The user's files are sent by `uploader/send/`.
import type { Readable } from 'node:stream';
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { isNamed } from '../../contracts/errors.ts';

const WRITE_TRIES = 3;

/** A part stays in memory; 10,000 parts of this size hold the soundtrack of more than a day. */
const PART_BYTES = 8 * 1_024 * 1_024;
const PARTS_AT_ONCE = 2;

const CONTENT_TYPES: Record<string, string> = {
  json: 'application/json',
  txt: 'text/plain; charset=utf-8',
  srt: 'application/x-subrip; charset=utf-8',
  vtt: 'text/vtt; charset=utf-8',
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
};

export type WriteDeps = { readText: (key: string) => Promise<string | undefined> };

export const makeWrites = (s3: S3Client, name: string, { readText }: WriteDeps) => {
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

  /** Returns false if there is another object at the key. This very text may be there if an earlier answer was lost. */
  const writeNew = async (key: string, text: string): Promise<boolean> => {
    for (let tries = 1; ; tries += 1) {
      try {
        await put(key, text, { IfNoneMatch: '*' });
        return true;
      } catch (error) {
        if (isNamed(error, 'PreconditionFailed')) return (await readText(key)) === text;
        // Another writer is at work just now.
        if (!isNamed(error, 'ConditionalRequestConflict') || tries === WRITE_TRIES) throw error;
      }
    }
  };

  const writeJson = (key: string, value: unknown) => write(key, JSON.stringify(value));

  /** Writes a stream of any length in parts, which the SDK can resend. The object appears only once it is complete. */
  const writeStream = async (key: string, body: Readable): Promise<void> => {
    const params = { Bucket: name, Key: key, Body: body };
    const upload = new Upload({ client: s3, params, partSize: PART_BYTES, queueSize: PARTS_AT_ONCE });
    let broken: Error | undefined;
    body.once('error', (error) => {
      broken = error;
    });
    await upload.done().catch((error) => {
      // Prefer the source's error: aborting the upload may fail for another reason.
      throw broken ?? error;
    });
  };

  return { write, writeNew, writeJson, writeStream };
};
