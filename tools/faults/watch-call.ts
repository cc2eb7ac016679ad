// Watches the S3 calls of a function call: it may delete a video only after reading back the complete transcript of this
// version, and may not make again what was there when it began.
import type { S3Client } from '@aws-sdk/client-s3';
import { z } from 'zod';
import { TRANSCRIPT_BUCKET, VIDEO_BUCKET } from '../../local/store.ts';
import { isMedia, keys, TRANSCRIPT_FORMATS } from '../../services/shared/contracts/keys.ts';
import { ChunkInput, ChunkWords, Plan, VideoInput } from '../../services/shared/contracts/steps.ts';
import { readBucket } from './disk.ts';
import { parsed } from './invariants.ts';

/** Violations, in words. */
export type Seen = { deletes: number; unread: string[]; again: string[] };

const Request = z.object({
  Bucket: z.string(),
  Key: z.string().default(''),
  IfMatch: z.string().optional(),
  Delete: z.object({ Objects: z.array(z.object({ Key: z.string() })) }).optional(),
});

type Request = z.infer<typeof Request> & { commandName: string };

export const watchCall = (s3: S3Client, out: string, input: unknown, seen: Seen): void => {
  const done = doneBefore(out, input);
  const read = new Set<string>();
  s3.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        const request = { ...Request.parse(args.input), commandName };
        lookAt(request, done, read, seen);
        const answer = await next(args);
        if (commandName === 'GetObjectCommand' && request.Bucket === TRANSCRIPT_BUCKET) read.add(request.Key);
        return answer;
      },
    { step: 'initialize', name: 'watch' },
  );
};

const lookAt = (
  { Bucket, Key, Delete, IfMatch, commandName }: Request,
  done: Set<string>,
  read: Set<string>,
  seen: Seen,
): void => {
  if (commandName === 'PutObjectCommand' && done.has(Key))
    seen.again.push(`${Key} was there and was made again`);
  if (!commandName.startsWith('Delete') || Bucket !== VIDEO_BUCKET) return;
  const deleted = Delete?.Objects.map((object) => object.Key) ?? [Key];
  for (const key of deleted.filter(isMedia)) {
    seen.deletes += 1;
    if (!IfMatch) seen.unread.push(`LOST: ${key} was deleted, whichever version of it was there`);
    if (!TRANSCRIPT_FORMATS.every((format) => read.has(keys.transcript(key, format))))
      seen.unread.push(`LOST: ${key} was deleted, and its transcript not read back`);
  }
};

/** A video's plan and words, if they belong to the version in the bucket. */
const doneBefore = (out: string, input: unknown): Set<string> => {
  const { data: video } = VideoInput.safeParse(input);
  if (!video) return new Set();
  const { run, item } = video;
  const videos = readBucket(out, VIDEO_BUCKET);
  const name = keys.plan(run, item.Key);
  const plan = parsed(Plan, videos.get(name)?.text);
  if (!plan || plan.source.etag !== videos.get(item.Key)?.etag) return new Set();
  const words = keys.chunkWords(run, item.Key, ChunkInput.safeParse(input).data?.chunk ?? 0);
  return new Set(parsed(ChunkWords, videos.get(words)?.text) ? [name, words] : [name]);
};
