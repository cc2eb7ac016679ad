// What the S3 server of a run has on its disk, looked at without it, so that a run that was killed is seen as it was left.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

const OBJECT = '._S3rver_object';

export type Found = {
  key: string;
  text: string;
  etag: string;
  modifiedMs: number;
  metadata: Record<string, string>;
  /** Not what the server says that it is. */
  torn: boolean;
};

/** The objects of a bucket, by key. */
export const readBucket = (out: string, bucket: string): Map<string, Found> => {
  const root = join(out, '.uploader/s3', bucket);
  return new Map(
    filesBelow(root)
      .filter((path) => path.endsWith(OBJECT))
      .flatMap((path) => {
        const found = readObject(root, path.slice(0, -OBJECT.length));
        return found ? [[found.key, found] as const] : [];
      }),
  );
};

const readObject = (root: string, path: string): Found | undefined => {
  const bytes = orNothing(() => readFileSync(`${path}${OBJECT}`));
  if (!bytes) return undefined;
  const etag = createHash('md5').update(bytes).digest('hex');
  const said = orNothing(() => readFileSync(`${path}${OBJECT}.md5`, 'utf8'));
  // Without a sum the server makes one, and without metadata the object has none.
  const json = orNothing(() => readFileSync(`${path}._S3rver_metadata.json`, 'utf8'));
  const metadata = json === undefined ? {} : parse(json);
  return {
    key: relative(root, path),
    text: bytes.toString(),
    etag,
    modifiedMs: statSync(`${path}${OBJECT}`).mtimeMs,
    metadata: metadata ?? {},
    torn: (said !== undefined && said !== etag) || metadata === undefined,
  };
};

const parse = (json: string): Record<string, string> | undefined => {
  const names = orNothing((): unknown => JSON.parse(json));
  if (typeof names !== 'object' || names === null) return undefined;
  const meta = 'x-amz-meta-';
  return Object.fromEntries(
    Object.entries(names).flatMap(([name, value]) =>
      name.startsWith(meta) ? [[name.slice(meta.length), String(value)]] : [],
    ),
  );
};

export const filesBelow = (folder: string): string[] =>
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
