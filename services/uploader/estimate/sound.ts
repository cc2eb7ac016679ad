// The duration of a file's sound: as its container states it, or guessed from its size.
import type { probe as probeFile } from '../../shared/media/ffmpeg.ts';
import { isVideoName } from '../soundtrack/would-save.ts';
import { MEGABYTES_AN_HOUR } from './measured.ts';

export type SoundLength = {
  seconds: number;
  guessed: boolean;
};

/** Megabytes an hour for formats that are not in the table. */
const COMPRESSED = 58;

type File = { path: string; key: string; size: number };

/** @param probe undefined without ffmpeg. */
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
    // The run will report what is wrong with it; it takes almost no time.
    signal.throwIfAborted();
    return { seconds: 0, guessed: false };
  }
};

export const guess = (key: string, size: number): SoundLength => {
  const extension = isVideoName(key) ? 'video' : key.slice(key.lastIndexOf('.') + 1).toLowerCase();
  const bytesAnHour = (MEGABYTES_AN_HOUR[extension] ?? COMPRESSED) * 1_000_000;
  return { seconds: Math.round((size / bytesAnHour) * 3_600), guessed: true };
};
