// A point of an account: something goes wrong, everything is checked, and the same command runs again.
import { join } from 'node:path';
import { keys } from '../../services/shared/contracts/keys.ts';
import { QUALITIES } from '../../services/shared/models/settings.ts';
import { KEYS } from './clips.ts';
import { type Cloud, type CloudAccountOptions, openCloudAccount } from './cloud-account.ts';
import { wholeTranscript } from './invariants.ts';
import type { Tried } from './kinds.ts';
import { readScene } from './scene-state.ts';

export type StepPoint = {
  cloud: Omit<CloudAccountOptions, 'folder' | 'course'>;
  /** Makes something go wrong, and returns how the command ended; `ok` means exit code 0. */
  go: (cloud: Cloud) => Promise<{ ok: boolean; met: boolean; why: string; broken?: string[] }>;
  /** Somebody else empties a bucket, whose content is not ours to lose. */
  emptied?: boolean;
  /** The run used an older version than the one in the course at its end. */
  replaced?: boolean;
};

export const tryCloud = async (
  folder: string,
  course: string,
  { cloud: options, go, emptied, replaced }: StepPoint,
): Promise<Tried> => {
  const cloud = await openCloudAccount({ ...options, folder, course });
  try {
    const { ok, met, why, broken: own = [] } = await go(cloud);
    await cloud.settled();
    const folders = { out: join(folder, 'out'), course };
    const left = look(folders);
    const broken = [...own, ...left.broken];
    if (!emptied) broken.push(...left.lost);
    if (ok && !replaced) broken.push(...left.missing);
    const heardBefore = cloud.heard.length;
    const again = await cloud.send();
    await cloud.settled();
    const now = look(folders);
    if (again.code !== 0) broken.push(`the same command again ended with ${again.code}: ${again.why}`);
    broken.push(...now.broken, ...now.missing);
    const heard = cloud.heard.length - heardBefore;
    const todo = KEYS.length - left.transcribed.length;
    if (heard > todo) broken.push(`${heard} stretches were heard for ${todo} videos`);
    broken.push(...cloud.seen.unread, ...(emptied || replaced ? [] : cloud.seen.again));
    for (const key of left.transcribed)
      if (left.times.get(key) !== now.times.get(key)) broken.push(`${key} was transcribed again`);
    return { met, atOnce: ok, broken, output: why };
  } finally {
    await cloud.close();
  }
};

/** The state of the buckets; a transcript counts if it has the default quality. */
const look = (folders: { out: string; course: string }) => {
  const { videos, transcripts, shas, transcribed: whole, broken } = readScene(folders);
  const isBalanced = (key: string) =>
    wholeTranscript(transcripts, key)?.engine.settings.beamSize === QUALITIES.balanced.beamSize;
  const transcribed = whole.filter(isBalanced);
  const isThere = (key: string) => videos.get(key)?.metadata['source-sha256'] === shas.get(key);
  const missing = KEYS.filter((key) => !transcribed.includes(key)).map(
    (key) => `${key} has no whole transcript`,
  );
  const lost = KEYS.filter((key) => !whole.includes(key) && !isThere(key)).map(
    (key) => `LOST: neither ${key} nor its transcript is there`,
  );
  const times = new Map(
    KEYS.map((key) => [key as string, transcripts.get(keys.transcript(key, 'json'))?.modifiedMs]),
  );
  return { transcribed, missing, lost, times, broken };
};
