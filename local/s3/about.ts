// What is known of an object beside its bytes, in a small file of its own. The bytes say which of the versions in it
// counts: so one rename changes both, and a file that somebody else has edited or put there has none.
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

/** What copies files may round their times to milliseconds. */
const SAME_MS = 2;

/** A copy has other inodes, too: they only decide between versions that are alike otherwise. */
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
