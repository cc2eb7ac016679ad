// Identifies a file by its bytes, and computes in the same pass the sums that S3 checks.
import { createHash } from 'node:crypto';
import { open, stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { crc32 } from 'node:zlib';
import { FileChanging } from '../failures/errors.ts';
import { fileFault } from '../failures/file-fault.ts';
import { crc32OfAll } from './crc32.ts';
import { partBytesFor } from './parts.ts';

/** The sum of a file, and of each part it would be sent in. */
export type Crc32s = { whole: number; parts: number[] };

/** Describes the user's file, never its soundtrack. */
export type Identity = { size: number; modifiedMs: number; sha256: string; crc32s?: Crc32s };

/** Divides every part size. */
const READ_BYTES = 1_024 * 1_024;

/**
 * @throws {FileChanging} if the file changed while it was read.
 * @throws {FileFault} if it cannot be read.
 */
export const identify = async ({ path }: { path: string }, signal?: AbortSignal): Promise<Identity> => {
  try {
    const { size, mtimeMs } = await stat(path);
    const { sha256, crc32s } = await sumsOf(path, size, signal);
    const identity = { size, modifiedMs: mtimeMs, sha256, crc32s };
    await assertUnchanged(path, identity);
    return identity;
  } catch (error) {
    // The error of a failing disk does not name the file.
    throw fileFault(error, path);
  }
};

/** The sums of the first `size` bytes of a file. */
export const sumsOf = async (path: string, size: number, signal?: AbortSignal) => {
  const hash = createHash('sha256');
  const parts: number[] = [];
  const partBytes = partBytesFor(size);
  for await (const { at, bytes } of blocks(path, size)) {
    signal?.throwIfAborted();
    const part = Math.floor(at / partBytes);
    hash.update(bytes);
    parts[part] = crc32(bytes, parts[part] ?? 0);
  }
  const whole = crc32OfAll(parts, partBytes, size);
  return { sha256: hash.digest('hex'), crc32s: { whole, parts } };
};

/** Reads the next block while the current one is processed. */
async function* blocks(path: string, size: number) {
  const file = await open(path);
  const buffers: Buffer[] = [];
  const read = async (at: number) => {
    const turn = (at / READ_BYTES) % 2;
    const buffer = buffers[turn] ?? Buffer.allocUnsafe(Math.min(READ_BYTES, size));
    buffers[turn] = buffer;
    const bytes = buffer.subarray(0, size - at);
    await readFully(file, bytes, at, path);
    return { at, bytes };
  };
  let next: ReturnType<typeof read> | undefined;
  try {
    for (let at = 0; at < size; at += READ_BYTES) {
      const block = await (next ?? read(at));
      next = at + READ_BYTES < size ? read(at + READ_BYTES) : undefined;
      // The error is thrown where it is awaited.
      next?.catch(() => {});
      yield block;
    }
  } finally {
    await next?.catch(() => {});
    await file.close();
  }
}

type ReadableFile = Pick<Awaited<ReturnType<typeof open>>, 'read'>;

/** @throws {FileChanging} if the file ends early. */
export const readFully = async (file: ReadableFile, into: Buffer, at: number, path: string) => {
  for (let filled = 0; filled < into.length; ) {
    const { bytesRead } = await file.read(into, filled, into.length - filled, at + filled);
    if (bytesRead === 0) throw changed(path);
    filled += bytesRead;
  }
};

/** @throws {FileChanging} */
export const assertUnchanged = async (
  path: string,
  { size, modifiedMs }: Pick<Identity, 'size' | 'modifiedMs'>,
): Promise<void> => {
  const now = await stat(path);
  if (now.size !== size || now.mtimeMs !== modifiedMs) throw changed(path);
};

/** A file changed this recently may still be written to, so it is checked again after a moment. */
const FRESH_MS = 5_000;
const MOMENT_MS = 500;

/** @throws {FileChanging} if it has changed since the course was read. */
export const assertSettled = async (
  { path, size, modifiedMs }: { path: string; size: number; modifiedMs: number },
  signal?: AbortSignal,
): Promise<void> => {
  // The clock of a file server may differ.
  if (Math.abs(Date.now() - modifiedMs) < FRESH_MS) await sleep(MOMENT_MS, undefined, { signal });
  await assertUnchanged(path, { size, modifiedMs });
};

export const changed = (path: string) =>
  new FileChanging(
    `${path} changed while it was being read. Run the same command again when it is finished.`,
  );

/** The metadata that S3 stores with the object. */
export const metadataOf = ({ size, modifiedMs, sha256 }: Identity): Record<string, string> => ({
  'source-size': String(size),
  'source-mtime': toTime(modifiedMs),
  'source-sha256': sha256,
});

/** ISO 8601 with milliseconds: file systems have finer resolutions, but not all the same. */
export const toTime = (modifiedMs: number): string => new Date(modifiedMs).toISOString();
