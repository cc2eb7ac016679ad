// Stores what is known about an object in a small file. It may hold several versions; the object's bytes decide which one
// counts. So one rename changes both, and a file that somebody edited or added has none.
import type { Stats } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { ifThere } from './files.ts';
import { About } from './store.ts';

const Version = About.extend({ size: z.number(), mtimeMs: z.number(), ino: z.number() });
const Versions = z.object({ key: z.string(), versions: z.array(Version) });
export type Version = z.infer<typeof Version>;
export type Versions = z.infer<typeof Versions>;

type Bytes = Pick<Stats, 'size' | 'mtimeMs' | 'ino'>;

export const versionFor = ({ size, mtimeMs, ino }: Bytes, about: About): Version =>
  Version.parse({ ...about, size, mtimeMs, ino });

/** Copying tools may round times to milliseconds. */
const SAME_MS = 2;

/** A copy also has another inode, so inodes only decide between otherwise equal versions. */
export const versionOf = (versions: Version[], { size, mtimeMs, ino }: Bytes): Version | undefined => {
  const alike = versions.filter((one) => one.size === size && Math.abs(one.mtimeMs - mtimeMs) < SAME_MS);
  const exact = alike.filter((one) => one.mtimeMs === mtimeMs);
  return exact.find((one) => one.ino === ino) ?? exact[0] ?? alike[0];
};

export const parseVersions = (json: string): Versions | undefined => {
  try {
    return Versions.parse(JSON.parse(json));
  } catch {
    return undefined;
  }
};

export const readVersions = async (path: string): Promise<Versions | undefined> => {
  const json = await ifThere(readFile(path, 'utf8'));
  return json === undefined ? undefined : parseVersions(json);
};
