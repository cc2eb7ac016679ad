import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { writeWhole } from '../../../../services/uploader/local/whole-writes.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'whole-writes-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

type PutObject = { bucket: string; key: string; content: AsyncIterable<Uint8Array>; metadata: object };

/** As the server writes: into the place itself, piece by piece. */
const aStore = () => ({
  getMetadata: async (_bucket: string, _key: string) => ({}),
  putObject: async (_object: PutObject) => ({ size: 0, md5: '' }),
  putContent: async (path: string, content: AsyncIterable<Uint8Array>): Promise<[number, string]> => {
    let text = '';
    for await (const bytes of content) {
      text += Buffer.from(bytes).toString();
      await writeFile(path, text);
    }
    return [text.length, `sum of ${text}`];
  },
  putMetadata: async (_bucket: string, _key: string, _metadata: object, _md5?: string) => {},
  getResourcePath: (_bucket: string, key: string, resource: string) => join(folder, `${key}.${resource}`),
});

describe('writeWhole', () => {
  it('shows nothing of an object before all of it is there', async () => {
    const store = aStore();
    writeWhole(store, join(folder, 'writing'));
    const path = join(folder, 'a.object');
    await writeFile(path, 'old');
    const seen: string[] = [];
    async function* content() {
      for (const text of ['new', 'er']) {
        yield Buffer.from(text);
        seen.push(await readFile(path, 'utf8'));
      }
    }

    await store.putContent(path, content());

    expect(seen).toEqual(['old', 'old']);
    expect(await readFile(path, 'utf8')).toBe('newer');
    expect(await readdir(join(folder, 'writing'))).toEqual([]);
  });

  it('leaves the old object where the new one breaks off', async () => {
    const store = aStore();
    writeWhole(store, join(folder, 'writing'));
    const path = join(folder, 'a.object');
    await writeFile(path, 'old');
    async function* content() {
      yield Buffer.from('new');
      throw new Error('broken');
    }

    await expect(store.putContent(path, content())).rejects.toThrow('broken');

    expect(await readFile(path, 'utf8')).toBe('old');
    expect(await readdir(join(folder, 'writing'))).toEqual([]);
  });

  it('gives an object the sum of its own bytes, however many write it at once', async () => {
    const store = aStore();
    writeWhole(store, join(folder, 'writing'));
    const put = (text: string) => {
      async function* content() {
        yield Buffer.from(text);
      }
      return store.putObject({ bucket: 'videos', key: 'a', content: content(), metadata: {} });
    };

    await Promise.all(['one', 'two', 'three', 'four', 'five'].map(put));

    const text = await readFile(join(folder, 'a.object'), 'utf8');
    expect(await readFile(join(folder, 'a.object.md5'), 'utf8')).toBe(`sum of ${text}`);
  });

  it('keeps what the server keeps of the metadata, and its sum', async () => {
    const store = aStore();
    writeWhole(store, join(folder, 'writing'));
    const metadata = { 'content-type': 'text/plain', 'x-amz-meta-source-size': '3', host: 'here' };

    await store.putMetadata('videos', 'a', metadata, 'sum');

    const { host: _, ...kept } = metadata;
    expect(JSON.parse(await readFile(join(folder, 'a.metadata.json'), 'utf8'))).toEqual(kept);
    expect(await readFile(join(folder, 'a.object.md5'), 'utf8')).toBe('sum');
  });

  it('removes what a killed process left', async () => {
    writeWhole(aStore(), join(folder, 'writing'));
    await writeFile(join(folder, 'writing/half'), 'ha');

    writeWhole(aStore(), join(folder, 'writing'));

    expect(await readdir(join(folder, 'writing'))).toEqual([]);
  });
});
