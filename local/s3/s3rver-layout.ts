// Migrates the buckets of version 0.3, which had another S3 server. Unfinished uploads start again.
//   <bucket>/<key>._S3rver_object, <key>._S3rver_object.md5, <key>._S3rver_metadata.json, ._S3rver_uploads/
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { StoredBucket } from './bucket.ts';
import { filesBelow } from './files.ts';
import { find, type ObjectStore, withDraft } from './store.ts';

const OBJECT = '._S3rver_object';
const Headers = z.record(z.string(), z.string());

/** @param earlier the folder of that server, which is removed once everything has been migrated. */
export const migrate = async (earlier: string, buckets: StoredBucket[]): Promise<void> => {
  for (const { name, objects } of buckets) {
    const root = join(earlier, name);
    for (const file of await filesBelow(root, ''))
      if (file.endsWith(OBJECT)) await bring(join(root, file), file.slice(0, -OBJECT.length), objects);
  }
  await rm(`${earlier}-writing`, { recursive: true, force: true });
  await rm(earlier, { recursive: true, force: true });
};

const bring = async (path: string, key: string, objects: ObjectStore): Promise<void> => {
  // It was migrated by a process that was killed after that.
  if (!(await find(objects, key))) {
    const beside = path.slice(0, -'object'.length);
    const headers = await readFile(`${beside}metadata.json`, 'utf8')
      .then((json) => Headers.parse(JSON.parse(json)))
      .catch(() => ({}));
    const etag = await readFile(`${path}.md5`, 'utf8').catch(() => md5Of(path));
    await withDraft(objects, createReadStream(path), (draft) => draft.put(key, { etag, headers }));
  }
  // One by one: the disk may have no room for two copies of everything.
  await rm(path);
};

const md5Of = async (path: string): Promise<string> => {
  const md5 = createHash('md5');
  for await (const bytes of createReadStream(path)) md5.update(bytes);
  return md5.digest('hex');
};
