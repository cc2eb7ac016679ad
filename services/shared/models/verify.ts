// Checks that a model file is what was published, by its header and, if known, its checksum.
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { UserError } from '../contracts/errors.ts';
import { type Header, readHeader } from './header.ts';

export type Sums = { sha1?: string | undefined; sha256?: string | undefined };

/** @throws {UserError} if it is not a model, or another one. */
export const verify = async (path: string, sums: Sums, signal?: AbortSignal): Promise<Header> => {
  const header = await readHeader(path);
  for (const algorithm of ['sha1', 'sha256'] as const) {
    const expected = sums[algorithm];
    if (expected) await assertSum(path, algorithm, expected, signal);
  }
  return header;
};

/** The checksum of a file, in hexadecimal digits. */
export const sumOf = async (path: string, algorithm: string, signal?: AbortSignal): Promise<string> => {
  const hash = createHash(algorithm);
  // A stream would allocate the whole file, piece by piece.
  const piece = Buffer.allocUnsafeSlow(2 ** 20);
  await using file = await open(path);
  for (;;) {
    signal?.throwIfAborted();
    const { bytesRead } = await file.read(piece);
    if (bytesRead === 0) return hash.digest('hex');
    hash.update(piece.subarray(0, bytesRead));
  }
};

const assertSum = async (path: string, algorithm: string, expected: string, signal?: AbortSignal) => {
  const got = await sumOf(path, algorithm, signal);
  if (got === expected) return;
  throw new UserError(
    `${path} is damaged or another file: its ${algorithm} is ${got}, expected ${expected}.`,
  );
};
