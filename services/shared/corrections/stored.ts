// corrections.json where it lies in a bucket: where the course begins.
import { CORRECTIONS, Corrections, noCorrections } from './corrections.ts';

export type StoredCorrectionsDeps = {
  bucket: { name: string; readText: (key: string) => Promise<string | undefined> };
  /** Is told of a file that is no good: nothing is lost by going on without it. */
  warn: (message: string) => void;
};

/**
 * @param prefix where the course begins.
 * @returns undefined for a file that is no good: nobody knows what is in it.
 */
export const readStoredCorrections = async (
  prefix: string,
  { bucket, warn }: StoredCorrectionsDeps,
): Promise<Corrections | undefined> => {
  const key = `${prefix}${CORRECTIONS}`;
  const text = await bucket.readText(key);
  if (text === undefined) return noCorrections();
  try {
    return Corrections.parse(JSON.parse(text));
  } catch {
    warn(`${key} in ${bucket.name} is torn, or of another version, and was not applied. Put it there again.`);
    return undefined;
  }
};
