// How much of a file S3 has, or is on its way there: by its parts, since one that fails is sent again.

export type Meter = ReturnType<typeof makeMeter>;

/** @param onBytes with what has come since it was last called; negative for what has to be sent again. */
export const makeMeter = (onBytes: (count: number) => void) => {
  const parts = new Map<number, number>();
  const set = (part: number, bytes: number): void => {
    const more = bytes - (parts.get(part) ?? 0);
    parts.set(part, bytes);
    if (more !== 0) onBytes(more);
  };
  return {
    set,
    /** A part that was there before anything was sent. */
    found: (part: number, bytes: number) => void parts.set(part, bytes),
  };
};
