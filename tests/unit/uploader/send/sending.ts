// What tests of `sendAll` share: a folder of files, and the local S3 server.
import { utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { S3Client } from '@aws-sdk/client-s3';
import { type Store, VIDEO_BUCKET } from '../../../../local/store.ts';
import { makeBucket } from '../../../../services/shared/aws/bucket.ts';
import { identify } from '../../../../services/uploader/send/identity.ts';
import { sendAll } from '../../../../services/uploader/send/send-all.ts';
import type { FileToSend, Prepared } from '../../../../services/uploader/send/types.ts';
import { openHttpStore } from '../../../../tools/faults/http-store.ts';
import { temporaryFolder } from '../../../fixtures/temporary-folder.ts';

export const MIB = 1_024 * 1_024;

type Options = { signal?: AbortSignal; jobs?: number; s3?: S3Client; onBytes?: (count: number) => void };

/** A request in short: `PUT`, `PUT part 3`, `POST uploads` or `POST end`. */
const nameOf = (method: string, url: string): string => {
  const query = new URLSearchParams(url.split('?')[1] ?? '');
  const part = query.get('partNumber');
  if (part) return `${method} part ${part}`;
  if (query.has('uploads')) return `${method} uploads`;
  return query.has('uploadId') ? `${method} end` : method;
};

export const openBench = async () => {
  const folder = temporaryFolder();
  const requests: string[] = [];
  const store: Store = await openHttpStore(join(folder, 'store'), {
    intercept: ({ method = '', url = '' }) => {
      if (!url.includes('/work/')) requests.push(nameOf(method, url));
      return false;
    },
  });
  const videos = makeBucket(store.s3, VIDEO_BUCKET);

  const aFile = async (name: string, body: string | Buffer) => {
    const path = join(folder, encodeURIComponent(name));
    await writeFile(path, body);
    // Whole seconds, because disks store finer times than a test can set again.
    await utimes(path, 1_795_000_000, 1_795_000_000);
    return path;
  };
  const toSend = (
    key: string,
    path: string,
    more: Partial<Prepared> = {},
    replaces?: string,
  ): FileToSend => ({
    key,
    replaces,
    prepare: async () => {
      const identity = await identify({ path });
      return { path, size: identity.size, kind: 'video', identity, release: async () => {}, ...more };
    },
  });
  const send = async (files: FileToSend[], { signal, jobs, s3 = store.s3, onBytes }: Options = {}) => {
    const started: { key: string; size: number; kind: string; resumed: number }[] = [];
    const sum = { bytes: 0 };
    const listener = {
      started: (file: (typeof started)[number]) => void started.push(file),
      bytes: (_key: string, count: number) => {
        sum.bytes += count;
        onBytes?.(count);
      },
      sent: () => {},
    };
    const deps = { s3, bucket: makeBucket(s3, VIDEO_BUCKET), listener, jobs };
    const sent = await sendAll(files, { ...deps, signal: signal ?? new AbortController().signal });
    return { sent, started, bytes: sum.bytes };
  };
  const partsSent = () => requests.filter((name) => name.startsWith('PUT part')).length;
  return { folder, store, videos, requests, aFile, toSend, send, partsSent, close: store.close };
};
