// The part sizes of an upload. S3 allows 10,000 parts of 5 MiB to 5 GiB; only the last may be smaller.

const MIB = 1_024 * 1_024;
const SMALLEST_PART = 8 * MIB;
const MOST_PARTS = 10_000;

/** Up to this size one request replaces five; an interruption loses at most this much. */
export const IN_ONE_UP_TO = 16 * MIB;

export type PartRange = { number: number; from: number; to: number };

/** Depends only on the size, so that another process finds the same parts. */
export const partBytesFor = (size: number): number =>
  Math.max(SMALLEST_PART, Math.ceil(size / MOST_PARTS / MIB) * MIB);

export const partRangesOf = (size: number): PartRange[] => {
  const bytes = partBytesFor(size);
  return Array.from({ length: Math.ceil(size / bytes) }, (_, index) => ({
    number: index + 1,
    from: index * bytes,
    to: Math.min(size, (index + 1) * bytes),
  }));
};
