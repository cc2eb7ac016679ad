// Reads the S3 server's files without the server, to see them as a killed run left them.
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
  /** Its content differs from what the server says. */
  torn: boolean;
};

/** The objects of a bucket by key; the tests only use keys that are file names. */
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
    // The ETag of a multipart object is not an MD5 of the whole.
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
