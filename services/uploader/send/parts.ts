// Where the parts of an upload begin and end. S3: at most 10,000 parts of at most 5 GiB, of at least 5 MiB but the last.

const MIB = 1_024 * 1_024;
const SMALLEST_PART = 8 * MIB;
const MOST_PARTS = 10_000;

/** One request, and one answer to wait for, where parts would take five; what an interruption may cost. */
export const IN_ONE_UP_TO = 16 * MIB;

export type PartRange = { number: number; from: number; to: number };

/** Follows from the size alone, so that another process finds the same parts. */
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
