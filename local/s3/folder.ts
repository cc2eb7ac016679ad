// Stores objects as files below a folder, under their own names if possible (paths.ts). A file that somebody added or
// edited is an object like any other. The caller makes sure that only one process uses a folder.
import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream, type Stats } from 'node:fs';
import { type FileHandle, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { makeFolder } from '../../services/shared/system/make-folder.ts';
import { readVersions, type Version, type Versions, versionFor, versionOf } from './about.ts';
import { filesBelow, ifThere, isThere, move, moveIfFree, openIfThere, removeEmpty } from './files.ts';
import { isPlain, isReallyAt, pathsIn } from './paths.ts';
import { type About, byBytes, type ObjectStore } from './store.ts';

type Located = { path: string; file: FileHandle; stats: Stats; version: Version | undefined };

const BUFFER_BYTES = 1_024 * 1_024;

/**
 * @param hidden a folder on the same disk for everything that is not a readable object. What a killed process was writing
 * is removed from it.
 */
export const openFolder = async (folder: string, hidden: string): Promise<ObjectStore> => {
  await makeFolder(folder);
  const root = await realpath(folder);
  const paths = pathsIn(root, hidden);
  await rm(paths.drafts, { recursive: true, force: true });

  const newDraft = async (): Promise<string> => {
    await makeFolder(paths.drafts);
    return join(paths.drafts, randomUUID());
  };

  const locate = async (key: string): Promise<Located | undefined> => {
    const { versions = [] } = (await readVersions(paths.about(key))) ?? {};
    for (const path of [paths.odd(key), ...(isPlain(key) ? [paths.plain(key)] : [])]) {
      const file = await openIfThere(path);
      if (!file) continue;
      const stats = await file.stat();
      const version = versionOf(versions, stats);
      if (stats.isFile() && (version || (await isReallyAt(path)))) return { path, file, stats, version };
      await file.close();
    }
    return undefined;
  };

  const writeVersions = async (content: Versions): Promise<void> => {
    const draft = await newDraft();
    await writeFile(draft, JSON.stringify(content));
    await move(draft, paths.about(content.key));
  };

  /** Describes somebody else's file. S3's ETag of an object sent in one piece is its MD5. */
  const adopt = async (key: string, { path, file, stats }: Located): Promise<About> => {
    const md5 = createHash('md5');
    for await (const bytes of file.createReadStream({ start: 0, autoClose: false })) md5.update(bytes);
    const about = { etag: md5.digest('hex'), headers: {} };
    const now = await ifThere(stat(path));
    // A file that is still being written will soon be another one.
    if (now?.mtimeMs === stats.mtimeMs && now.size === stats.size)
      await writeVersions({ key, versions: [versionFor(stats, about)] });
    return about;
  };

  const put = async (draft: string, key: string, about: About): Promise<void> => {
    const present = await locate(key);
    await present?.file.close();
    const version = versionFor(await stat(draft), about);
    // Until the draft is in place, the bytes that are there select the second version.
    await writeVersions({ key, versions: present?.version ? [version, present.version] : [version] });
    const isOdd = !isPlain(key) || (await isThere(paths.odd(key)));
    if (isOdd || !(await moveIfFree(draft, paths.plain(key)))) await move(draft, paths.odd(key));
  };

  const oddKeys = async (): Promise<string[]> => {
    const keys: string[] = [];
    for (const name of await filesBelow(dirname(paths.odd('')), '')) {
      const found = await readVersions(join(dirname(paths.about('')), `${name}.json`));
      if (found) keys.push(found.key);
    }
    return keys;
  };

  return {
    receive: async (bytes) => {
      const path = await newDraft();
      const discard = () => rm(path, { force: true });
      try {
        await pipeline(bytes, createWriteStream(path));
      } catch (error) {
        await discard();
        throw error;
      }
      return { size: (await stat(path)).size, put: (key, about) => put(path, key, about), discard };
    },
    open: async (key) => {
      const located = await locate(key);
      if (!located) return undefined;
      const { file, stats } = located;
      const { etag, headers, checksum } = located.version ?? (await adopt(key, located));
      const read = (start: number, end: number): Readable => {
        if (start < end) return file.createReadStream({ start, end: end - 1, highWaterMark: BUFFER_BYTES });
        return Readable.from([]).once('close', () => void file.close());
      };
      const { size, mtime: modified } = stats;
      return { etag, headers, checksum, size, modified, read, close: () => file.close() };
    },
    remove: async (key) => {
      const located = await locate(key);
      if (!located) return;
      await located.file.close();
      await rm(located.path, { force: true });
      await rm(paths.about(key), { force: true });
      if (located.path === paths.plain(key)) await removeEmpty(dirname(located.path), root);
    },
    keys: async (prefix) => {
      const within = prefix.slice(0, prefix.lastIndexOf('/') + 1);
      const plain = within === '' || isPlain(within.slice(0, -1)) ? await filesBelow(root, within) : [];
      const keys = [...plain.filter(isPlain), ...(await oddKeys())].filter((key) => key.startsWith(prefix));
      return [...new Set(keys)].toSorted(byBytes);
    },
  };
};
