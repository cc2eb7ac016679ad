// Types that the parts of the upload engine and its callers share.
import type { Identity } from './identity.ts';

/** What is sent for a course file: the file itself, or its soundtrack in a scratch folder. */
export type Prepared = {
  path: string;
  size: number;
  kind: 'video' | 'soundtrack';
  /** The user's file, even if its soundtrack is sent. */
  identity: Identity;
  /** Call it when `path` is no longer needed. */
  release: () => Promise<void>;
};

export type FileToSend = {
  key: string;
  /** ETag of the current object at the key. */
  replaces?: string | undefined;
  prepare: () => Promise<Prepared>;
};

export type SendListener = {
  /** `resumed`: bytes that S3 already has. */
  started: (file: { key: string; size: number; kind: Prepared['kind']; resumed: number }) => void;
  /** Called as bytes are sent; negative if they have to be sent again. */
  bytes: (key: string, count: number) => void;
  sent: (file: { key: string; size: number; seconds: number }) => void;
  /** Called if the file is still being written. Without it, one such file ends everything. */
  leftOut?: (file: { key: string; error: Error }) => void;
};

export type Sent = { etag: string; size: number };
