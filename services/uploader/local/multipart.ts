// What the S3 server of this machine lacks and the uploader needs: to find uploads that were interrupted (ListMultipartUploads,
// ListParts, AbortMultipartUpload), and conditions of writes. In front of the server, on its own folders:
//   <bucket>/._S3rver_uploads/<upload id>/{key,metadata,<part>,<part>.md5}
//   <bucket>/<key>._S3rver_object, <key>._S3rver_object.md5
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { codeOf } from '../../shared/errors.ts';
import { type Answer, fault, listParts, listUploads, type Part, type Upload } from './multipart-xml.ts';

const UPLOADS = '._S3rver_uploads';

/** As the lifecycle of a stack's bucket has it. */
const KEPT_MS = 7 * 24 * 60 * 60_000;

const NO_UPLOAD = fault(404, 'NoSuchUpload', 'The specified upload does not exist.');
const NOT_MET = fault(412, 'PreconditionFailed', 'At least one of the pre-conditions did not hold.');

type Wanted = { method: string; bucket: string; key: string; query: URLSearchParams };

/** Answers true for a request that it has answered itself. */
export const makeMultipart = (directory: string) => {
  const turnOf = makeTurns();

  return async (request: IncomingMessage, response: ServerResponse): Promise<boolean> => {
    const wanted = parse(request);
    const uploadId = wanted.query.get('uploadId');
    if (uploadId !== null && wanted.method === 'POST') await turnOf(uploadId, response);
    const answer = await answerTo(wanted, directory, request);
    if (!answer) return false;
    request.resume();
    response.writeHead(answer.status, { 'content-type': 'application/xml' }).end(answer.body);
    return true;
  };
};

/** One after the other: the server would put an upload together twice at once, and the first removes its parts. */
const makeTurns = () => {
  const last = new Map<string, Promise<unknown>>();
  return async (uploadId: string, response: ServerResponse): Promise<void> => {
    const before = last.get(uploadId);
    const turn = Promise.all([before, finished(response).catch(() => {})]).finally(() => {
      if (last.get(uploadId) === turn) last.delete(uploadId);
    });
    last.set(uploadId, turn);
    await before;
  };
};

const parse = ({ method = 'GET', url = '/' }: IncomingMessage): Wanted => {
  const [path = '', query = ''] = url.split('?', 2);
  const [bucket = '', ...key] = decodeURIComponent(path).slice(1).split('/');
  return { method, bucket, key: key.join('/'), query: new URLSearchParams(query) };
};

const answerTo = async (
  wanted: Wanted,
  directory: string,
  request: IncomingMessage,
): Promise<Answer | undefined> => {
  const { method, bucket, key, query } = wanted;
  const uploadId = query.get('uploadId');
  const path = join(directory, bucket, `${key}._S3rver_object`);
  if (method === 'GET' && key === '' && query.has('uploads'))
    return listUploads(bucket, await uploadsIn(join(directory, bucket, UPLOADS), query.get('prefix') ?? ''));
  if (uploadId !== null) {
    const answer = await answerOf(uploadId, wanted, join(directory, bucket, UPLOADS, uploadId));
    if (answer) return answer;
  }
  return ['PUT', 'POST', 'DELETE'].includes(method) ? conditionFault(path, request) : undefined;
};

const answerOf = async (
  uploadId: string,
  { method, bucket, key, query }: Wanted,
  folder: string,
): Promise<Answer | undefined> => {
  if (!/^\w+$/.test(uploadId) || (await keyOf(folder)) !== key) return NO_UPLOAD;
  if (method === 'GET') return listParts(bucket, key, uploadId, await partsIn(folder));
  if (method === 'DELETE') return abort(folder);
  // A part is not there until it is whole again.
  if (method === 'PUT') await rm(join(folder, `${query.get('partNumber')}.md5`), { force: true });
  return undefined;
};

const abort = async (folder: string): Promise<Answer> => {
  await rm(folder, { recursive: true, force: true });
  return { status: 204, body: '' };
};

const conditionFault = async (path: string, { headers }: IncomingMessage): Promise<Answer | undefined> => {
  const { 'if-none-match': noneMatch, 'if-match': match } = headers;
  if (noneMatch === undefined && match === undefined) return undefined;
  const isThere = await exists(path);
  if (noneMatch === '*' && isThere) return NOT_MET;
  if (match === undefined) return undefined;
  if (!isThere) return fault(404, 'NoSuchKey', 'The specified key does not exist.');
  const etag = await readFile(`${path}.md5`, 'utf8').catch(() => '');
  return match.replaceAll('"', '') === etag ? undefined : NOT_MET;
};

const uploadsIn = async (folder: string, prefix: string): Promise<Upload[]> => {
  const uploads = (await namesIn(folder)).map(async (id) => ({
    id,
    key: (await keyOf(join(folder, id))) ?? '',
    // Where it has just ended, it has no key either.
    initiated: await stat(join(folder, id)).then(
      ({ birthtime }) => birthtime,
      () => new Date(),
    ),
  }));
  return (await Promise.all(uploads)).filter(({ key }) => key !== '' && key.startsWith(prefix));
};

const keyOf = (folder: string): Promise<string | undefined> =>
  readFile(join(folder, 'key'), 'utf8').catch(() => undefined);

/** A part has its sum once all of it is there. */
const partsIn = async (folder: string): Promise<Part[]> => {
  const sums = (await namesIn(folder)).filter((name) => name.endsWith('.md5'));
  const parts = sums.map(async (name) => {
    const path = join(folder, name);
    const { size, mtime } = await stat(path.slice(0, -'.md5'.length));
    return { number: Number.parseInt(name, 10), etag: await readFile(path, 'utf8'), size, modified: mtime };
  });
  return (await Promise.all(parts)).toSorted((a, b) => a.number - b.number);
};

/** What nobody has gone on with. */
export const removeOldUploads = async (directory: string, bucket: string): Promise<void> => {
  const folder = join(directory, bucket, UPLOADS);
  for (const name of await namesIn(folder)) {
    const path = join(folder, name);
    const { mtimeMs } = await stat(path);
    if (mtimeMs < Date.now() - KEPT_MS) await rm(path, { recursive: true, force: true });
  }
};

const namesIn = async (folder: string): Promise<string[]> => {
  try {
    return await readdir(folder);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
};

const exists = async (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
