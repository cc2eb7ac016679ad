// What is put into a bucket, by the steps and the uploader. Not for a user's files: see `uploader/send/`.
import type { Readable } from 'node:stream';
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { isNamed } from '../../contracts/errors.ts';

const WRITE_TRIES = 3;

/** Both stay in memory; 10,000 such parts are the soundtrack of more than a day. */
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

  return { write, writeNew, writeJson, writeStream };
};
