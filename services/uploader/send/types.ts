// What the parts of the upload engine hand to each other and to those who use it.
import type { Identity } from './identity.ts';

/** What is sent of a file of the course: the file itself, or its soundtrack in a scratch folder. */
export type Prepared = {
  path: string;
  size: number;
  kind: 'video' | 'soundtrack';
  /** Of the user's file, also where its soundtrack is sent. */
  identity: Identity;
  /** Call it when `path` is no longer needed. */
  release: () => Promise<void>;
};

export type FileToSend = {
  key: string;
  /** ETag of the object that stands at the key now. */
  replaces?: string | undefined;
  prepare: () => Promise<Prepared>;
};

export type SendListener = {
  /** `resumed`: bytes that S3 has already. */
  started: (file: { key: string; size: number; kind: Prepared['kind']; resumed: number }) => void;
  /** As they leave; negative where they have to be sent again. */
  bytes: (key: string, count: number) => void;
  sent: (file: { key: string; size: number; seconds: number }) => void;
  /** It is still being written. Without this, one such file ends everything. */
  leftOut?: (file: { key: string; error: Error }) => void;
};

export type Sent = { etag: string; size: number };
