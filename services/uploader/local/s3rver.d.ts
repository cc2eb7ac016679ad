// The part of @20minutes/s3rver that is used here; the package has no types of its own.
declare module '@20minutes/s3rver' {
  import type { RequestListener } from 'node:http';

  type S3EventRecord = {
    eventName: string;
    eventTime: string;
    s3: { bucket: { name: string }; object: { key: string } };
  };

  type Store = {
    listObjects(bucket: string, options: { maxKeys?: number }): Promise<unknown>;
    /** Rejects with ENOENT for an object that is not there. */
    getMetadata(bucket: string, key: string): Promise<unknown>;
  };

  export default class S3rver {
    store: Store;
    /** Koa's: the first sees a request first, and its answer last. */
    middleware: ((context: { body?: unknown }, next: () => Promise<unknown>) => Promise<unknown>)[];
    constructor(options: {
      directory: string;
      silent: boolean;
      allowMismatchedSignatures: boolean;
      vhostBuckets: boolean;
      configureBuckets: { name: string }[];
    });
    configureBuckets(): Promise<unknown>;
    callback(): RequestListener;
    on(name: 'event', listener: (event: { Records: S3EventRecord[] }) => void): this;
  }
}
