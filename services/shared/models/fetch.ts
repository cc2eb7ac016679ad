// Finds a Whisper model by name or path on this machine, or downloads and checks it. The caller chooses the folders.
import { open, rename, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { UserError } from '../contracts/errors.ts';
import { withLock } from '../system/lock.ts';
import { makeFolder } from '../system/make-folder.ts';
import { fileOf, MODELS, type Model, nameOf } from './catalogue.ts';
import { download, type ModelDownloadOptions } from './download.ts';
import { explainDownload, withoutQuery } from './faults.ts';
import { type Header, readHeader } from './header.ts';
import { openHttp, responseHeaderOf } from './http.ts';
import { removeNote, removePart } from './part.ts';
import { type ModelSource, sourceOf } from './source.ts';
import { verify } from './verify.ts';

const LINK_MS = 10_000;

export type EnsureOptions = Omit<ModelDownloadOptions, 'aboutBytes'> & {
  /** The folder for downloaded models, including this one. */
  folder: string;
  /** Folders to search first, with the models that ship with the project. */
  bundled?: string[];
  /** Replaces the model hub: a folder of models, or one model (ends in .bin). */
  url?: string | undefined;
  models?: readonly Model[];
  /** Called with the id of another process that is downloading the same model. */
  onWait?: (owner: number) => void;
};

export type LocalModel = Header & { name: string; path: string };

/** @throws {UserError} if there is no such model, or no way to get it. */
export const ensureModel = async (nameOrPath: string, options: EnsureOptions): Promise<LocalModel> => {
  const { folder, signal } = options;
  const found = await locateModel(nameOrPath, options);
  if (found) return found;
  const name = nameOf(nameOrPath);
  const source = sourceFor(nameOrPath, options);
  const path = join(folder, fileOf(name));
  try {
    await makeFolder(folder);
    const fetchOnce = async () => {
      // The process that this one waited for may have downloaded it.
      if (!(await exists(path))) await fetchTo(path, source, options);
      return localModel(name, path);
    };
    return await withLock(`${path}.lock`, fetchOnce, options);
  } catch (error) {
    signal?.throwIfAborted();
    throw explainDownload(error, name, source.url, path);
  }
};

/**
 * The source of a model that is not on this machine.
 * @throws {UserError} if there is no such model, or the address is invalid.
 */
export const sourceFor = (
  nameOrPath: string,
  { url = process.env.WHISPER_MODEL_URL, models = MODELS }: Pick<EnsureOptions, 'url' | 'models'> = {},
): ModelSource => sourceOf(nameOf(nameOrPath), url, models);

/**
 * The model, if it is on this machine already.
 * @throws {UserError} if the file is not a model.
 */
export const locateModel = async (
  nameOrPath: string,
  { folder, bundled = [] }: Pick<EnsureOptions, 'folder' | 'bundled'>,
): Promise<LocalModel | undefined> => {
  if (await isPath(nameOrPath)) return localModel(nameOf(basename(nameOrPath)), nameOrPath);
  const name = nameOf(nameOrPath);
  for (const place of [...bundled, folder]) {
    const path = join(place, fileOf(name));
    if (await exists(path)) return localModel(name, path);
  }
  return undefined;
};

const isPath = async (text: string): Promise<boolean> =>
  /[/\\]/.test(text) || (text.endsWith('.bin') && (await exists(text)));

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    (stats) => stats.isFile(),
    () => false,
  );

const localModel = async (name: string, path: string): Promise<LocalModel> => ({
  name,
  path,
  ...(await readHeader(path)),
});

const fetchTo = async (path: string, { url, model }: ModelSource, options: EnsureOptions): Promise<void> => {
  const { signal } = options;
  const part = `${path}.part`;
  const sha256 = model.sha1 ? undefined : await linkedSum(url, options);
  await download(url, part, { ...options, aboutBytes: (model.mib ?? 0) * 2 ** 20 });
  try {
    await verify(part, { sha1: model.sha1, sha256 }, signal);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    await removePart(part);
    throw wrongBytes(error, url);
  }
  await sync(part);
  await rename(part, path);
  await sync(dirname(path)).catch(() => {});
  await removeNote(part);
};

/** The hub names a large file's SHA-256 when it redirects to its storage; other servers have no such header. */
const linkedSum = async (
  url: URL,
  { signal, stallMs = LINK_MS }: EnsureOptions,
): Promise<string | undefined> => {
  const http = await openHttp(stallMs);
  try {
    const response = await http.head(url, signal);
    await response.body.dump();
    return /^"?([0-9a-f]{64})"?$/.exec(responseHeaderOf(response, 'x-linked-etag') ?? '')?.[1];
  } catch {
    // The download itself will report the error better.
    return undefined;
  } finally {
    await http.close();
  }
};

const wrongBytes = (error: UserError, url: URL): UserError =>
  new UserError(
    `${withoutQuery(url)} did not provide the model. ${error.message} It was deleted. ` +
      'Run the same command again; if it happens again, check WHISPER_MODEL_URL and any proxy in between.',
    { cause: error },
  );

/** Flushes to the disk, so that a power cut after the rename leaves no empty model. */
const sync = async (path: string): Promise<void> => {
  await using file = await open(path, 'r');
  await file.sync();
};
