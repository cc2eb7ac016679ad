// What the S3 server of a run has on its disk, looked at without it, so that a run that was killed is seen as it was left.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseVersions, versionOf } from '../../local/s3/about.ts';
import { pathsIn } from '../../local/s3/paths.ts';

const META = 'x-amz-meta-';

export type DiskObject = {
  key: string;
  text: string;
  etag: string;
  modifiedMs: number;
  metadata: Record<string, string>;
  /** Not what the server says that it is. */
  torn: boolean;
};

/** The objects of a bucket, by key; those that the tests make are all files with the names of their keys. */
export const readBucket = (out: string, bucket: string): Map<string, DiskObject> => {
  const buckets = join(out, '.uploader/buckets');
  const root = join(buckets, bucket);
  const { about } = pathsIn(root, join(buckets, '.s3', bucket, 'of-objects'));
  return new Map(
    filesOnDisk(root).flatMap((path) => {
      const key = relative(root, path);
      const found = readObject(key, path, about(key));
      return found ? [[key, found] as const] : [];
    }),
  );
};

const readObject = (key: string, path: string, about: string): DiskObject | undefined => {
  const bytes = orNothing(() => readFileSync(path));
  const stats = orNothing(() => statSync(path));
  if (!bytes || !stats) return undefined;
  const md5 = createHash('md5').update(bytes).digest('hex');
  const json = orNothing(() => readFileSync(about, 'utf8'));
  const versions = json === undefined ? undefined : parseVersions(json)?.versions;
  const version = versionOf(versions ?? [], stats);
  const { etag = md5, headers = {} } = version ?? {};
  const meta = Object.entries(headers).filter(([name]) => name.startsWith(META));
  return {
    key,
    text: bytes.toString(),
    etag,
    modifiedMs: stats.mtimeMs,
    metadata: Object.fromEntries(meta.map(([name, value]) => [name.slice(META.length), value])),
    // Of what was sent in parts the ETag is no sum of the whole.
    torn: !version || (!etag.includes('-') && etag !== md5),
  };
};

export const filesOnDisk = (folder: string): string[] =>
  (orNothing(() => readdirSync(folder, { recursive: true, withFileTypes: true })) ?? [])
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));

const orNothing = <T>(read: () => T): T | undefined => {
  try {
    return read();
  } catch {
    return undefined;
  }
};
