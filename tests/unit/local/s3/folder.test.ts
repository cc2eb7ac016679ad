// A folder of objects after a crash, after changes by other programs, and after version 0.3.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdir, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { openFolder } from '../../../../local/s3/folder.ts';
import { openLocalS3 } from '../../../../local/s3/open.ts';
import type { ObjectStore } from '../../../../local/s3/store.ts';
import { temporaryFolder } from '../../../fixtures/temporary-folder.ts';

let folder: string;
let store: ObjectStore;
const open = () => openFolder(join(folder, 'bucket'), join(folder, 'hidden'));
beforeEach(async () => {
  folder = temporaryFolder();
  store = await open();
});

async function* bytesOf(text: string) {
  yield Buffer.from(text);
}
const put = async (key: string, text: string, headers: Record<string, string> = {}) =>
  (await store.receive(bytesOf(text))).put(key, { etag: `etag of ${text}`, headers });
const read = async (key: string) => {
  const object = await store.open(key);
  if (!object) return undefined;
  const { etag, headers } = object;
  return { text: (await buffer(object.read(0, object.size))).toString(), etag, headers };
};

describe('openFolder', () => {
  it('shows nothing of a draft, and keeps nothing of one that breaks off', async () => {
    await put('a', 'old');
    async function* broken() {
      yield Buffer.from('new');
      throw new Error('broken');
    }

    await expect(store.receive(broken())).rejects.toThrow('broken');
    await store.receive(bytesOf('never put'));

    expect(await read('a')).toMatchObject({ text: 'old' });
    expect(await store.keys('')).toEqual(['a']);
    await open();
    expect(await readdir(join(folder, 'hidden'))).toEqual(['about']);
  });

  it('has the old object with its own headers if a process ended between writing its description and its bytes', async () => {
    await put('a', 'old', { 'x-amz-meta-version': '1' });
    const [name = ''] = await readdir(join(folder, 'hidden/about'));
    const path = join(folder, 'hidden/about', name);
    const { key, versions } = JSON.parse(await readFile(path, 'utf8'));
    const newer = { ...versions[0], size: 3, mtimeMs: versions[0].mtimeMs + 1, etag: 'newer', headers: {} };
    await writeFile(path, JSON.stringify({ key, versions: [newer, ...versions] }));

    expect(await read('a')).toEqual({
      text: 'old',
      etag: 'etag of old',
      headers: { 'x-amz-meta-version': '1' },
    });
  });

  it.each([
    ['a file in the place of a folder', ['a/b', 'a']],
    ['a folder in the place of a file', ['a', 'a/b']],
    ['a file below a file below a file', ['a', 'a/b', 'a/b/c']],
  ])('keeps %s', async (_what, keys) => {
    for (const key of keys) await put(key, key);

    for (const key of keys) expect(await read(key)).toMatchObject({ text: key });
    expect(await store.keys('')).toEqual(keys.toSorted());
    for (const key of keys) await store.remove(key);
    expect(await store.keys('')).toEqual([]);
    expect(await readdir(join(folder, 'bucket'))).toEqual([]);
  });

  it('neither writes through a link nor lists what is behind it', async () => {
    await mkdir(join(folder, 'outside'));
    await symlink(join(folder, 'outside'), join(folder, 'bucket/link'));
    await writeFile(join(folder, 'outside/theirs'), 'theirs');

    await put('link/mine', 'mine');

    expect(await read('link/mine')).toMatchObject({ text: 'mine' });
    expect(await read('link/theirs')).toBeUndefined();
    expect(await readdir(join(folder, 'outside'))).toEqual(['theirs']);
    expect(await store.keys('')).toEqual(['link/mine']);
  });

  it('lists existing files while neighbouring folders are deleted', async () => {
    await put('stays/1', 'x');
    for (let round = 1; round <= 20; round += 1) {
      const keys = Array.from({ length: 5 }, (_, index) => `goes-${index}/${round}/a`);
      for (const key of keys) await put(key, 'x');

      const [listed] = await Promise.all([store.keys(''), ...keys.map((key) => store.remove(key))]);

      expect(listed).toContain('stays/1');
    }
  });

  it('stores a file under its own name while the folders around it become empty', async () => {
    for (let round = 1; round <= 40; round += 1) {
      const [gone, kept] = [`work/${round}/a/gone`, [`work/${round}/a/kept`, `work/${round}/b/kept`]];
      await put(gone, 'x');

      await Promise.all([store.remove(gone), ...kept.map((key) => put(key, key))]);

      for (const key of kept) expect(await readFile(join(folder, 'bucket', key), 'utf8')).toBe(key);
    }
  });

  it('throws, and forgets nothing, if no more files can be opened', async () => {
    await put('a', 'text');
    const script = `
      import { openFolder } from ${JSON.stringify(join(import.meta.dirname, '../../../../local/s3/folder.ts'))};
      import { openSync } from 'node:fs';
      const store = await openFolder(process.argv[1], process.argv[2]);
      await store.open('nothing');
      try { for (;;) openSync('/dev/null'); } catch {}
      const said = await store.open('a').then((found) => found ? 'found' : 'nothing there', (error) => error.code);
      process.stdout.write(said);
    `;
    const command = [
      'ulimit -n 64 && exec "$0" --input-type=module -e "$1" "$2" "$3"',
      process.execPath,
      script,
    ];
    const folders = [join(folder, 'bucket'), join(folder, 'hidden')];
    const { stdout } = await promisify(execFile)('sh', ['-c', ...command, ...folders]);

    expect(stdout).toBe('EMFILE');
    expect(await read('a')).toMatchObject({ text: 'text', etag: 'etag of text' });
  });

  it('continues after somebody has emptied the folder', async () => {
    await put('a/b', 'old');
    await rm(join(folder, 'bucket'), { recursive: true });
    await rm(join(folder, 'hidden'), { recursive: true });

    expect(await store.keys('')).toEqual([]);
    await put('a/b', 'new');
    expect(await read('a/b')).toMatchObject({ text: 'new', etag: 'etag of new' });
  });

  it('recognises its objects in a copy of the folder', async () => {
    await put('a/b', 'text', { 'content-type': 'text/plain' });
    await cp(folder, `${folder}-copy`, { recursive: true, preserveTimestamps: true });
    await rm(folder, { recursive: true });
    await rename(`${folder}-copy`, folder);

    store = await open();

    const headers = { 'content-type': 'text/plain' };
    expect(await read('a/b')).toEqual({ text: 'text', etag: 'etag of text', headers });
  });
});

describe('openLocalS3 with files of version 0.3', () => {
  it('has their objects with ETags and headers, and none of their files', async () => {
    const earlier = join(folder, 's3');
    const write = async (path: string, text: string) => {
      await mkdir(dirname(join(earlier, path)), { recursive: true });
      await writeFile(join(earlier, path), text);
    };
    const headers = { 'content-type': 'video/mp4', 'x-amz-meta-source-sha256': 'abc' };
    await write('videos/week 1/a+b.mp4._S3rver_object', 'video');
    await write('videos/week 1/a+b.mp4._S3rver_object.md5', 'its etag');
    await write('videos/week 1/a+b.mp4._S3rver_metadata.json', JSON.stringify(headers));
    await write('videos/killed.mp4._S3rver_object', 'whole');
    await write('videos/._S3rver_uploads/abc/key', 'other.mp4');
    await write('../s3-writing/half', 'ha');

    const local = await openLocalS3(join(folder, 'buckets'), ['videos'], { earlier });
    const answer = await fetch(`${local.endpoint}/videos/week%201/a%2Bb.mp4`);
    const killed = await fetch(`${local.endpoint}/videos/killed.mp4`);
    local.close();

    expect(await answer.text()).toBe('video');
    expect(Object.fromEntries(answer.headers)).toMatchObject({ etag: '"its etag"', ...headers });
    expect(killed.headers.get('etag')).toBe(`"${createHash('md5').update('whole').digest('hex')}"`);
    expect((await readdir(folder)).toSorted()).toEqual(['bucket', 'buckets']);
  });
});
