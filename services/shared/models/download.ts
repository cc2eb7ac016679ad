// Downloads a file into a part file, despite broken connections, busy servers and restarts of the process. fetch.ts checks
// the bytes and puts the file into place.
import { open } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { assertRoomForModel, type FreeBytes } from './disk.ts';
import { ifPassing, NotWhole, WebPage, WrongStatus } from './faults.ts';
import { type Http, openHttp, type Response, responseHeaderOf } from './http.ts';
import { type PartialDownload, readPart, removePart, startPart } from './part.ts';

const STALL_MS = 30_000;
/** In a row, without progress. */
const MAX_TRIES = 6;
const FIRST_DELAY_MS = 500;
const MAX_DELAY_MS = 60_000;

export type ModelDownloadOptions = {
  /** Bytes so far, and in total: undefined if the server does not say. */
  onProgress?: ((bytes: number, total: number | undefined) => void) | undefined;
  signal?: AbortSignal | undefined;
  /** After this long without a byte, the connection counts as broken. */
  stallMs?: number | undefined;
  /** Upper limit of the first pause between two tries. */
  retryMs?: number | undefined;
  /** The size of the file, for a server that does not say it. */
  aboutBytes?: number | undefined;
  freeBytes?: FreeBytes | undefined;
};

/** Continues where an earlier try stopped, even of another process. */
export const download = async (url: URL, path: string, options: ModelDownloadOptions): Promise<void> => {
  const { signal, stallMs = STALL_MS, retryMs = FIRST_DELAY_MS } = options;
  const http = await openHttp(stallMs);
  const atFirst = (await readPart(path)).size;
  let most = atFirst;
  try {
    for (let tries = 1; ; tries++) {
      try {
        return await attempt(http, url, path, options);
      } catch (error) {
        signal?.throwIfAborted();
        const { size } = await readPart(path);
        // Only a new maximum counts: a server that always stops halfway must not cause endless tries.
        if (size > most) tries = 1;
        most = Math.max(most, size);
        const passing = ifPassing(error, most > atFirst);
        if (!passing || tries >= MAX_TRIES) throw error;
        await setTimeout(pause(retryMs, tries, passing.retryAfterMs), undefined, { signal });
      }
    }
  } finally {
    await http.close();
  }
};

/** Doubles each time, less a random part, so that clients that were rejected together do not return together. */
const pause = (firstMs: number, tries: number, askedMs = 0): number => {
  const limit = Math.min(firstMs * 2 ** (tries - 1), MAX_DELAY_MS);
  return Math.min(askedMs, MAX_DELAY_MS) + limit * (0.5 + Math.random() / 2);
};

const attempt = async (http: Http, url: URL, path: string, options: ModelDownloadOptions): Promise<void> => {
  const { signal, onProgress, freeBytes, aboutBytes = 0 } = options;
  const part = await readPart(path);
  if (part.size > 0 && part.size === part.total) return;
  const response = await http.get(url, rangeOf(part), signal);
  try {
    const { offset, total } = await answerOf(response, part, path);
    await assertRoomForModel(path, (total ?? aboutBytes) - part.size, freeBytes);
    if (offset === 0) await startPart(path, { validator: validatorOf(response), total });
    const size = await append(response, path, offset, (bytes) => onProgress?.(bytes, total));
    if (total !== undefined && size !== total) throw new NotWhole(size, total);
  } catch (error) {
    // Closes the connection of a body that is not read.
    response.body.on('error', () => {}).destroy();
    throw error;
  }
};

const rangeOf = ({ size, validator }: PartialDownload): Record<string, string> =>
  size > 0 && validator ? { range: `bytes=${size}-`, 'if-range': validator } : {};

/** Where the received bytes belong. @throws if the answer has no such bytes. */
const answerOf = async (response: Response, part: PartialDownload, path: string) => {
  const { statusCode } = response;
  if (statusCode === 206) {
    const range = /^bytes (\d+)-\d+\/(\d+)$/.exec(responseHeaderOf(response, 'content-range') ?? '');
    const total = Number(range?.[2]);
    const isSame = part.total === undefined || part.total === total;
    if (Number(range?.[1]) === part.size && isSame) return { offset: part.size, total };
  }
  if (statusCode === 206 || statusCode === 416) {
    // The part belongs to another version than the server's.
    await removePart(path);
    throw new NotWhole(0, part.total ?? 0);
  }
  if (statusCode !== 200) throw new WrongStatus(statusCode, responseHeaderOf(response, 'retry-after'));
  // Checked before a good part is given up for it.
  if (responseHeaderOf(response, 'content-type')?.startsWith('text/html')) throw new WebPage();
  const length = responseHeaderOf(response, 'content-length');
  return { offset: 0, total: length === undefined ? undefined : Number(length) };
};

const validatorOf = (response: Response): string | undefined => {
  const etag = responseHeaderOf(response, 'etag');
  // `If-Range` does not accept a weak ETag.
  return etag?.startsWith('"') ? etag : responseHeaderOf(response, 'last-modified');
};

const append = async (
  { body }: Response,
  path: string,
  offset: number,
  onBytes: (bytes: number) => void,
): Promise<number> => {
  await using file = await open(path, 'a');
  let size = offset;
  onBytes(size);
  for await (const chunk of body) {
    await file.writeFile(chunk);
    size += chunk.length;
    onBytes(size);
  }
  return size;
};
