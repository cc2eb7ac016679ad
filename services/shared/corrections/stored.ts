// Reads the corrections.json of a course in a bucket.
import { CORRECTIONS, Corrections, noCorrections } from './corrections.ts';
import { describeFault } from './describe-fault.ts';

export type StoredCorrectionsDeps = {
  bucket: { name: string; readText: (key: string) => Promise<string | undefined> };
  /** Called for an invalid file; nothing is lost by continuing without it. */
  warn: (message: string) => void;
};

/**
 * @param prefix where the course begins.
 * @returns undefined for an invalid file.
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
    warn(`${key} in ${bucket.name} is damaged, so it was not applied (${error}). Put it there again.`);
  }
  return undefined;
};
