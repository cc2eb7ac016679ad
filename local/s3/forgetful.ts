// Counts objects without keeping them, except small ones (manifests are read again), to measure senders. Larger objects
// read as zeros of the same length.
import { Readable } from 'node:stream';
import { type About, byBytes, type ObjectStore, type Stored } from './store.ts';

/** Enough for a manifest of thousands of videos. */
const KEPT_BYTES = 256 * 1_024;
const ZEROS = Buffer.alloc(1_024 * 1_024);

export const makeForgetful = () => {
  const objects = new Map<string, Stored & { kept: Buffer | undefined }>();
  const store: ObjectStore = {
    receive: async (bytes) => {
      const chunks: Uint8Array[] = [];
      let size = 0;
      for await (const chunk of bytes) {
        if (size <= KEPT_BYTES) chunks.push(chunk);
        size += chunk.length;
      }
      const kept = size <= KEPT_BYTES ? Buffer.concat(chunks) : undefined;
      const put = async (key: string, about: About) =>
        void objects.set(key, { ...about, size, kept, modified: new Date() });
      return { size, put, discard: async () => {} };
    },
    open: async (key) => {
      const object = objects.get(key);
      if (!object) return undefined;
      const read = (from: number, to: number) =>
        Readable.from(object.kept ? [object.kept.subarray(from, to)] : zeros(to - from));
      return { ...object, read, close: async () => {} };
    },
    remove: async (key) => void objects.delete(key),
    keys: async (prefix) => [...objects.keys()].filter((key) => key.startsWith(prefix)).toSorted(byBytes),
  };
  /** In complete objects. */
  const storedBytes = (): number => [...objects.values()].reduce((sum, { size }) => sum + size, 0);
  return { store, storedBytes };
};

function* zeros(length: number): Generator<Buffer> {
  for (let left = length; left > 0; left -= ZEROS.length) yield ZEROS.subarray(0, left);
}
