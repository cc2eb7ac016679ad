// Checks that a model file is what was published, by its header and, if known, its checksum.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
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

const assertSum = async (path: string, algorithm: string, expected: string, signal?: AbortSignal) => {
  const hash = createHash(algorithm);
  await pipeline(createReadStream(path, { highWaterMark: 2 ** 20 }), hash, { ...(signal && { signal }) });
  const got = hash.digest('hex');
  if (got === expected) return;
  throw new UserError(
    `${path} is damaged or another file: its ${algorithm} is ${got}, expected ${expected}.`,
  );
};
