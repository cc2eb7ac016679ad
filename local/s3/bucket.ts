// The type of an operation: from a request and its bucket to an answer.
import type { Readable } from 'node:stream';
import type { S3Request } from './request.ts';
import type { ObjectStore } from './store.ts';
import type { Turns } from './turns.ts';

export type StoredBucket = {
  name: string;
  objects: ObjectStore;
  /** Unfinished uploads: `<id>/upload` and `<id>/<part number>`. */
  uploads: ObjectStore;
  /** By key. */
  turn: Turns;
  /** By id. */
  uploadTurn: Turns;
};

export type Answer = { status: number; headers: Record<string, string>; body?: string | Readable };
export type Act = (request: S3Request, bucket: StoredBucket) => Promise<Answer>;
export type Created = { bucket: string; key: string; time: string };
