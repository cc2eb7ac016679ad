// corrections.json where it lies in a bucket: where the course begins.
import { CORRECTIONS, Corrections, noCorrections } from './corrections.ts';
import { describeFault } from './describe-fault.ts';

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
    const json: unknown = JSON.parse(text);
    const { data, error } = Corrections.safeParse(json);
    if (data) return data;
    warn(`${key} in ${bucket.name} was not applied: ${describeFault(json, error)}. Put it there again.`);
  } catch (error) {
    warn(`${key} in ${bucket.name} is torn, and was not applied (${error}). Put it there again.`);
  }
  return undefined;
};
