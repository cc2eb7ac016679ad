// The checksums that S3 supports, computed over a stream.
import { createHash } from 'node:crypto';
import { Crc32, Crc32c, Crc64Nvme } from '@aws-sdk/checksums/crc';
import { invalidRequest } from './errors.ts';

export type Sum = { update: (bytes: Uint8Array) => void; digest: () => Promise<Uint8Array> };

export const hashed = (algorithm: string): Sum => {
  const hash = createHash(algorithm);
  return { update: (bytes) => void hash.update(bytes), digest: async () => hash.digest() };
};

/** Each with its length in bytes. */
const SUMS: Record<string, { make: () => Sum; length: number }> = {
  crc32: { make: () => new Crc32(), length: 4 },
  crc32c: { make: () => new Crc32c(), length: 4 },
  crc64nvme: { make: () => new Crc64Nvme(), length: 8 },
  sha1: { make: () => hashed('sha1'), length: 20 },
  sha256: { make: () => hashed('sha256'), length: 32 },
};

export const ALGORITHMS = Object.keys(SUMS);

/** @throws {S3Error} if S3 does not know the name. */
export const makeSum = (algorithm: string): Sum => {
  const found = Object.hasOwn(SUMS, algorithm) ? SUMS[algorithm] : undefined;
  if (found) return found.make();
  throw invalidRequest(`Checksum algorithm ${algorithm} is not one of ${ALGORITHMS.join(', ')}.`);
};

export const digestOf = async (sum: Sum, encoding: 'base64' | 'hex'): Promise<string> =>
  Buffer.from(await sum.digest()).toString(encoding);

/** Whether the text can be such a checksum at all. */
export const isSum = (algorithm: string, value: string): boolean => {
  const bytes = Buffer.from(value, 'base64');
  return bytes.length === SUMS[algorithm]?.length && bytes.toString('base64') === value;
};
