import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { z } from 'zod';
import { makeBucket, plainEtag } from '../../../../services/shared/aws/bucket.ts';
import { temporaryFolder } from '../../../fixtures/temporary-folder.ts';

const KEY = `week 1/"what's" c++ 100% 🎓.json`;

const s3 = mockClient(S3Client);
const bucket = makeBucket(new S3Client({}), 'videos');
const folder = temporaryFolder();
beforeEach(() => void s3.reset());

/** A body like the SDK's in Node.js. */
const bodyOf = (text: string) =>
  Object.assign(Readable.from([Buffer.from(text)]), {
    transformToByteArray: async () => new Uint8Array(Buffer.from(text)),
    transformToString: async () => text,
    transformToWebStream: () => new Blob([text]).stream(),
  });

const sdkError = (name: string) => Object.assign(new Error(`S3 says ${name}`), { name });

const reads = [
  ['head', () => bucket.head(KEY)],
  ['readText', () => bucket.readText(KEY)],
  ['readJson', () => bucket.readJson(KEY, z.unknown())],
  ['download', () => bucket.download(KEY, join(folder, 'file'))],
  ['readInto', () => bucket.readInto(KEY, 0, Buffer.alloc(10))],
] as const;

describe('makeBucket', () => {
  it.each(reads)('%s returns undefined for a missing object', async (_name, read) => {
    s3.on(HeadObjectCommand).rejects(sdkError('NotFound'));
    s3.on(GetObjectCommand).rejects(sdkError('NoSuchKey'));

    const found = await read();

    expect(found).toBeUndefined();
  });

  it.each(reads)('%s passes on every other error', async (_name, read) => {
    const denied = sdkError('AccessDenied');
    s3.onAnyCommand().rejects(denied);

    const reading = read();

    await expect(reading).rejects.toBe(denied);
  });

  it('head returns ETag, size and metadata, the ETag without quotes', async () => {
    const Metadata = { 'source-sha256': 'abc' };
    s3.on(HeadObjectCommand, { Bucket: 'videos', Key: KEY }).resolves({
      ETag: '"d41d8cd98f00b204e9800998ecf8427e-2"',
      ContentLength: 12,
      Metadata,
    });

    const found = await bucket.head(KEY);

    expect(found).toEqual({ etag: 'd41d8cd98f00b204e9800998ecf8427e-2', size: 12, metadata: Metadata });
  });

  it.each(['Grüße 🎓\n', ''])('readText returns the text of the object: %j', async (text) => {
    s3.on(GetObjectCommand, { Bucket: 'videos', Key: KEY }).resolves({ Body: bodyOf(text) });

    expect(await bucket.readText(KEY)).toBe(text);
  });

  it('readText asks again if an answer breaks off', async () => {
    const broken = { ...bodyOf(''), transformToString: () => Promise.reject(new Error('aborted')) };
    s3.on(GetObjectCommand)
      .resolvesOnce({ Body: Object.assign(bodyOf(''), broken) })
      .resolves({ Body: bodyOf('whole') });

    expect(await bucket.readText(KEY)).toBe('whole');
  });

  it('readJson returns what the schema makes of the object', async () => {
    s3.on(GetObjectCommand).resolves({ Body: bodyOf('{"run":"r","more":1}') });

    expect(await bucket.readJson(KEY, z.object({ run: z.string() }))).toEqual({ run: 'r' });
  });

  it.each([
    ['incomplete json', '{"run":'],
    ['json of another shape', '{"run":1}'],
    ['an empty object', ''],
  ])('readJson treats %s as missing', async (_case, text) => {
    s3.on(GetObjectCommand).resolves({ Body: bodyOf(text) });

    expect(await bucket.readJson(KEY, z.object({ run: z.string() }))).toBeUndefined();
  });

  it('download saves the object and returns its ETag without quotes', async () => {
    const path = join(folder, 'video');
    s3.on(GetObjectCommand, { Bucket: 'videos', Key: KEY }).resolves({ Body: bodyOf('video'), ETag: '"e1"' });

    const etag = await bucket.download(KEY, path);

    expect(etag).toBe('e1');
    expect(await readFile(path, 'utf8')).toBe('video');
  });

  it.each([
    ['a.json', 'application/json'],
    ['a.txt', 'text/plain; charset=utf-8'],
    ['a.srt', 'application/x-subrip; charset=utf-8'],
    ['a.vtt', 'text/vtt; charset=utf-8'],
    ['week.txt/done.marker', undefined],
  ])('write sets the type of %s: %s', async (key, ContentType) => {
    await bucket.write(key, 'Grüße');

    const [call] = s3.commandCalls(PutObjectCommand);
    const expected = { Bucket: 'videos', Key: key, Body: 'Grüße', ContentType, ContentLength: 7 };
    expect(call?.args[0].input).toEqual(expected);
  });

  it('writeJson writes json that readJson can read', async () => {
    const value = { key: KEY, seconds: 1.5 };

    await bucket.writeJson(KEY, value);

    const body = s3.commandCalls(PutObjectCommand)[0]?.args[0].input.Body;
    expect(JSON.parse(String(body))).toEqual(value);
  });

  it.each([
    ['there is no object', [], undefined, true],
    ['there is another object', ['PreconditionFailed'], 'other', false],
    ['the answer to an earlier try was lost', ['PreconditionFailed'], 'text', true],
    ['somebody else is writing at this moment, and fails', ['ConditionalRequestConflict'], undefined, true],
  ])('writeNew if %s', async (_what, refusals, stands, expected) => {
    s3.on(PutObjectCommand).callsFake(() => {
      const refusal = refusals.pop();
      if (refusal) throw sdkError(refusal);
    });
    s3.on(GetObjectCommand).resolves({ Body: bodyOf(stands ?? '') });

    expect(await bucket.writeNew(KEY, 'text')).toBe(expected);

    const [call] = s3.commandCalls(PutObjectCommand);
    expect(call?.args[0].input).toMatchObject({ Key: KEY, Body: 'text', IfNoneMatch: '*' });
  });

  it('readInto asks for as many bytes as it has room for', async () => {
    s3.on(GetObjectCommand).resolves({ Body: bodyOf('3456') });

    const target = Buffer.alloc(4);
    expect(await bucket.readInto(KEY, 3, target)).toBe(4);
    expect(target.toString()).toBe('3456');

    const input = s3.commandCalls(GetObjectCommand)[0]?.args[0].input;
    expect(input).toEqual({ Bucket: 'videos', Key: KEY, Range: 'bytes=3-6' });
  });

  it.each([
    ['succeeds', () => s3.on(AbortMultipartUploadCommand).resolves({})],
    ['fails', () => s3.on(AbortMultipartUploadCommand).rejects(sdkError('MethodNotAllowed'))],
  ])(
    'writeStream aborts the upload of a stream that breaks, and throws its error, if aborting %s',
    async (_how, on) => {
      s3.on(CreateMultipartUploadCommand).resolves({ UploadId: 'u1' });
      s3.on(UploadPartCommand).resolves({ ETag: '"part"' });
      on();
      const broken = Readable.from(
        (function* () {
          yield Buffer.alloc(20 * 1_024 * 1_024);
          throw new Error('ffmpeg failed');
        })(),
      );

      await expect(bucket.writeStream(KEY, broken)).rejects.toThrow('ffmpeg failed');

      const [abort] = s3.commandCalls(AbortMultipartUploadCommand);
      expect(abort?.args[0].input).toMatchObject({ Bucket: 'videos', Key: KEY, UploadId: 'u1' });
      expect(s3.commandCalls(CompleteMultipartUploadCommand)).toEqual([]);
    },
  );
});

describe('plainEtag', () => {
  it.each(['"e1"', 'e1'])('makes e1 of %s', (etag) => {
    expect(plainEtag(etag)).toBe('e1');
  });
});
