// Writes of the S3 server of this machine, whole or not at all: the server writes into an object's own files, and a process
// that is killed meanwhile would leave half an object, or metadata that nobody can read and every later request fails on.
import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const KEPT = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
  'x-amz-storage-class',
  'x-amz-website-redirect-location',
];

type Content = AsyncIterable<Uint8Array> | Uint8Array;
type PutObject = { bucket: string; key: string; content: Content; metadata: object };
type Putting = {
  putObject: (object: PutObject) => Promise<{ size: number; md5: string }>;
  putContent: (path: string, content: Content) => Promise<[size: number, md5: string]>;
  putMetadata: (bucket: string, key: string, metadata: object, md5?: string) => Promise<void>;
  getMetadata: (bucket: string, key: string) => Promise<unknown>;
  getResourcePath: (bucket: string, key: string, resource: string) => string;
};

/**
 * @param directory where files are that are not whole yet: on the disk of the buckets, and none of them.
 * What a killed process left in it is removed.
 */
export const writeWhole = (store: object, directory: string): void => {
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  const server: Putting = Object(store);
  const putContent = server.putContent.bind(server);
  const getMetadata = server.getMetadata.bind(server);
  const inTurn = makeTurns();
  const beside = () => join(directory, randomUUID());

  const place = async <T>(content: Content, put: (part: string, written: [number, string]) => Promise<T>) => {
    const part = beside();
    try {
      // Of a buffer the server does not wait for the disk.
      const written = await putContent(part, content instanceof Uint8Array ? once(content) : content);
      return await put(part, written);
    } finally {
      await rm(part, { force: true });
    }
  };

  /** Of parts of an upload: the server says the sum of one when it is there. */
  server.putContent = (path, content) =>
    place(content, async (part, written) => {
      await rename(part, path);
      return written;
    });

  server.putObject = ({ bucket, key, content, metadata }) =>
    place(content, async (part, [size, md5]) => {
      const path = server.getResourcePath(bucket, key, 'object');
      await inTurn(path, async () => {
        // A delete may have taken the folder away.
        await mkdir(dirname(path), { recursive: true });
        // Its old sum goes first: the server makes one where there is none, and would believe a wrong one.
        await rm(`${path}.md5`, { force: true });
        await rename(part, path);
        await server.putMetadata(bucket, key, metadata, md5);
      });
      return { size, md5 };
    });

  /** Where there is no sum the server writes one: not meanwhile. */
  server.getMetadata = (bucket, key) =>
    inTurn(server.getResourcePath(bucket, key, 'object'), () => getMetadata(bucket, key));

  server.putMetadata = async (bucket, key, metadata, md5) => {
    await put(server.getResourcePath(bucket, key, 'metadata.json'), JSON.stringify(kept(metadata), null, 2));
    if (md5) await put(server.getResourcePath(bucket, key, 'object.md5'), md5);
  };

  async function put(path: string, text: string): Promise<void> {
    const part = beside();
    await writeFile(part, text);
    await rename(part, path);
  }
};

/** Two writers of one object, and its readers, come one after the other, or it has the sum of one and the bytes of the other. */
const makeTurns = () => {
  const last = new Map<string, Promise<unknown>>();
  return async <T>(path: string, work: () => Promise<T>): Promise<T> => {
    const turn = (last.get(path) ?? Promise.resolve()).then(work, work);
    last.set(path, turn);
    try {
      return await turn;
    } finally {
      if (last.get(path) === turn) last.delete(path);
    }
  };
};

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** As the server keeps it: it writes an object's metadata at one place, and only this part of them. */
const kept = (metadata: object) => {
  const names = Object.entries(metadata);
  return Object.fromEntries(names.filter(([name]) => KEPT.includes(name) || name.startsWith('x-amz-meta-')));
};
