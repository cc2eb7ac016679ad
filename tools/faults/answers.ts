// Modifies answers of an S3 server: loses them, cuts them in half, or makes a list out of date.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isList } from './fault.ts';

export type Outgoing = {
  body: () => string;
  pass: () => void;
  /** The request is done, but its answer is lost. */
  lose: () => void;
  /** The header announces the full length, but only half of it arrives. */
  halve: () => void;
  replace: (body: string) => void;
};

/** Holds an answer back until it is complete; `onEnd` decides what happens to it. */
export const takeAnswer = (response: ServerResponse, onEnd: (outgoing: Outgoing) => void): void => {
  const { write, end } = response;
  const held: Buffer[] = [];
  const hold = (chunk: unknown) => {
    if (typeof chunk === 'string') held.push(Buffer.from(chunk));
    else if (chunk instanceof Uint8Array) held.push(Buffer.from(chunk));
  };
  const called = (...args: unknown[]) => args.findLast((arg) => typeof arg === 'function');
  response.write = (chunk: unknown, ...rest: unknown[]) => {
    hold(chunk);
    const done = called(...rest);
    if (typeof done === 'function') queueMicrotask(() => done());
    return true;
  };
  response.end = (...args: unknown[]) => {
    hold(args[0]);
    Object.assign(response, { write, end });
    onEnd(outgoing);
    return response;
  };
  const outgoing: Outgoing = {
    body: () => Buffer.concat(held).toString(),
    pass: () => void response.end(Buffer.concat(held)),
    lose: () => void response.socket?.destroy(),
    halve: () => {
      const body = Buffer.concat(held);
      if (!response.headersSent) response.setHeader('content-length', body.length);
      response.write(body.subarray(0, body.length >> 1), () => response.socket?.destroy());
    },
    replace: (body) => {
      response.removeHeader('content-length');
      response.end(body);
    },
  };
};

const ENTRY = /<Contents>.*?<\/Contents>/gs;
const keyIn = (entry: string): string => /<Key>(.*?)<\/Key>/s.exec(entry)?.[1] ?? '';
const timeIn = (entry: string): string => /<LastModified>(.*?)<\/LastModified>/s.exec(entry)?.[1] ?? '';

/** Keeps what was listed and written so far, for stale lists. */
export const makeListings = () => {
  const seen = new Map<string, string>();
  const newest = new Map<string, string>();
  const parts = ({ url = '' }: IncomingMessage) => {
    const { pathname, searchParams } = new URL(url, 'http://s3');
    const [, bucket = '', ...key] = decodeURIComponent(pathname).split('/');
    return { bucket, key: key.join('/'), prefix: searchParams.get('prefix') ?? '' };
  };
  return {
    learn: (request: IncomingMessage, response: ServerResponse, outgoing: Outgoing): void => {
      const { bucket, key } = parts(request);
      if (isList(request))
        for (const entry of outgoing.body().match(ENTRY) ?? []) seen.set(`${bucket}/${keyIn(entry)}`, entry);
      if (request.method !== 'PUT' || response.statusCode !== 200 || key === '') return;
      newest.set(bucket, key);
      const etag = String(response.getHeader('etag') ?? '');
      const time = new Date().toISOString();
      seen.set(
        `${bucket}/${key}`,
        `<Contents><Key>${key}</Key><LastModified>${time}</LastModified><ETag>${etag}</ETag><Size>1</Size></Contents>`,
      );
    },
    stale: (request: IncomingMessage, body: string, keeps: boolean): string => {
      const { bucket, prefix } = parts(request);
      const entries = body.match(ENTRY) ?? [];
      if (keeps) {
        const there = new Set(entries.map(keyIn));
        const gone = [...seen].filter(
          ([name, entry]) => name.startsWith(`${bucket}/${prefix}`) && !there.has(keyIn(entry)),
        );
        return body.replace(
          '</ListBucketResult>',
          `${gone.map(([, entry]) => entry).join('')}</ListBucketResult>`,
        );
      }
      const last =
        entries.find((entry) => keyIn(entry) === newest.get(bucket)) ??
        entries.toSorted((a, b) => timeIn(a).localeCompare(timeIn(b))).at(-1);
      return last ? body.replace(last, '') : body;
    },
  };
};
