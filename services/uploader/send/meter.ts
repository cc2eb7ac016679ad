// Counts how much of a file is in S3 or on its way, by parts, since a failed one is sent again.

export type Meter = ReturnType<typeof makeMeter>;

/** @param onBytes called with the change since the last call; negative if bytes have to be sent again. */
export const makeMeter = (onBytes: (count: number) => void) => {
  const parts = new Map<number, number>();
  const set = (part: number, bytes: number): void => {
    const more = bytes - (parts.get(part) ?? 0);
    parts.set(part, bytes);
    if (more !== 0) onBytes(more);
  };
  return {
    set,
    /** A part that S3 already had. */
    found: (part: number, bytes: number) => void parts.set(part, bytes),
  };
};
