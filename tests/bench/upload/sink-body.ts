// A body that is counted and not kept, but for its beginning (manifests are read again) and its end (a trailer's sum).
import type { IncomingMessage } from 'node:http';
import { payloadOf } from '../../fixtures/flaky-s3/body.ts';
import type { OnBytes } from './sink.ts';

export type Body = { size: number; start: Buffer; crc32: string };

/** Whole up to here; enough for a manifest of thousands of videos. */
const KEPT_BYTES = 256 * 1_024;
const TAIL_BYTES = 200;

export const readBody = async (request: IncomingMessage, onBytes: OnBytes): Promise<Body> => {
  const { headers } = request;
  const kept: Buffer[] = [];
  let keptBytes = 0;
  let size = 0;
  let last: Buffer = Buffer.alloc(0);
  await new Promise<void>((resolve, reject) => {
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      last = chunk.length < TAIL_BYTES ? Buffer.concat([last, chunk]).subarray(-TAIL_BYTES) : chunk;
      if (keptBytes < KEPT_BYTES) {
        kept.push(chunk);
        keptBytes += chunk.length;
      }
      onBytes(request, chunk.length);
    });
    request.once('end', resolve).once('close', () => reject(new Error('The client went away.')));
  });
  const isWhole = keptBytes === size;
  const start = isWhole ? payloadOf(headers, Buffer.concat(kept)).bytes : Buffer.alloc(0);
  const stated = headers['x-amz-checksum-crc32']?.toString();
  const trailer = /x-amz-checksum-crc32:\s*([\w+/=]+)/.exec(
    last.toString('latin1', last.length - TAIL_BYTES),
  );
  return {
    size: Number(headers['x-amz-decoded-content-length'] ?? size),
    start,
    crc32: stated ?? trailer?.[1] ?? '',
  };
};
