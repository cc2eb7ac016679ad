// A request body that is read from the file while it is sent: memory use does not depend on the size of a part.
import type { FileHandle } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { changed, readFully } from './identity.ts';
import type { Pace } from './pace.ts';

export type FileBody = {
  file: FileHandle;
  path: string;
  from: number;
  to: number;
  /** The sum of these bytes when the file was identified. */
  crc32: number;
  /** Called before the last byte is sent. */
  assertUnchanged: () => Promise<void>;
  /** Called with the bytes sent in this try. */
  onSent: (bytes: number) => unknown;
};

const SLICE_BYTES = 256 * 1_024;

/** One being written to the socket, one waiting, one being read into; a pipe asks for no more before the first is gone. */
const BUFFERS = 4;

/** Reused by later requests. */
export type Buffers = Buffer[];

export const makeBuffers = (pace?: Pace): Buffers =>
  Array.from({ length: BUFFERS }, () => Buffer.allocUnsafeSlow(pace?.sliceBytes ?? SLICE_BYTES));

const bodies = new WeakMap<Blob, FileBody>();

/**
 * The SDK retries a request with a Blob, but not one with a stream. This Blob only stands for the bytes, which the client
 * in `s3.ts` reads here.
 */
export const asBlob = (whole: Blob, body: FileBody): Blob => {
  const blob = whole.slice(body.from, body.to);
  bodies.set(blob, body);
  return blob;
};

export const fileBodyOf = (body: unknown): FileBody | undefined =>
  body instanceof Blob ? bodies.get(body) : undefined;

/** @throws {UserError} before the last slice, if the bytes have changed. */
export async function* readSlices(body: FileBody, buffers: Buffers, pace?: Pace) {
  const { file, path, from, to } = body;
  let at = from;
  let sum = 0;
  body.onSent(0);
  while (at < to) {
    for (const buffer of buffers) {
      if (at === to) break;
      const slice = buffer.subarray(0, to - at);
      await readFully(file, slice, at, path);
      sum = crc32(slice, sum);
      at += slice.length;
      if (at === to) await assertSame(body, sum);
      await pace?.take(slice.length);
      yield slice;
      body.onSent(at - from);
    }
  }
}

const assertSame = async ({ path, assertUnchanged, crc32 }: FileBody, sum: number): Promise<void> => {
  await assertUnchanged();
  if (sum !== crc32) throw changed(path);
};
