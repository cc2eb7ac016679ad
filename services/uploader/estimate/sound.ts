// How long a file's sound is: as its container says, or guessed from its bytes.
import type { probe as probeFile } from '../../shared/media/ffmpeg.ts';
import { isVideoName } from '../soundtrack/would-save.ts';
import { MEGABYTES_AN_HOUR } from './measured.ts';

export type SoundLength = {
  seconds: number;
  /** True: from the bytes. */
  guessed: boolean;
};

/** Of sound whose format is not in the table: as the most usual one. */
const COMPRESSED = 58;

type File = { path: string; key: string; size: number };

/** @param probe none without ffmpeg. */
export const soundLengthOf = async (
  { path, key, size }: File,
  probe: typeof probeFile | undefined,
  signal: AbortSignal,
): Promise<SoundLength> => {
  if (!probe) return guess(key, size);
  try {
    const { seconds, tracks } = await probe(path, key, { signal });
    if (tracks.length === 0) return { seconds: 0, guessed: false };
    return seconds > 0 ? { seconds, guessed: false } : guess(key, size);
  } catch {
    // The run will say what is wrong with it; it takes no time worth naming.
    signal.throwIfAborted();
    return { seconds: 0, guessed: false };
  }
};

export const guess = (key: string, size: number): SoundLength => {
  const extension = isVideoName(key) ? 'video' : key.slice(key.lastIndexOf('.') + 1).toLowerCase();
  const bytesAnHour = (MEGABYTES_AN_HOUR[extension] ?? COMPRESSED) * 1_000_000;
  return { seconds: Math.round((size / bytesAnHour) * 3_600), guessed: true };
};
