// Multipart uploads until they are completed (complete.ts). They outlive the process.
import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { type BodyOptions, openBody, sumsIn } from './body.ts';
import type { Act, StoredBucket } from './bucket.ts';
import { ALGORITHMS, makeSum } from './checksums.ts';
import { badRequest, invalidRequest, noSuchUpload } from './errors.ts';
import { checksumHeaders, keptHeaders } from './objects.ts';
import { requestHeaderOf, type S3Request } from './request.ts';
import { Checksum, find, type Stored, withDraft } from './store.ts';
import { toXml } from './xml.ts';

const StoredUpload = z.object({
  key: z.string(),
  headers: z.record(z.string(), z.string()),
  /** The checksum that the client has chosen for the object. */
  sum: Checksum.pick({ algorithm: true, type: true }).optional(),
});
export type StoredUpload = z.infer<typeof StoredUpload> & { id: string; initiated: Date };
export type StoredPart = Stored & { number: number; key: string };

const MOST_PARTS = 10_000;
const RECORD = '/upload';
/** Sorts by number. */
const partKey = (id: string, number: number): string => `${id}/${String(number).padStart(5, '0')}`;

const readUpload = async ({ uploads }: StoredBucket, id: string): Promise<StoredUpload | undefined> => {
  const record = await uploads.open(id + RECORD);
  if (!record) return undefined;
  const json = await text(record.read(0, record.size));
  return { ...StoredUpload.parse(JSON.parse(json)), id, initiated: record.modified };
};

/** @throws {S3Error} if there is no upload for this key. */
export const uploadOf = async ({ key, query }: S3Request, bucket: StoredBucket): Promise<StoredUpload> => {
  const id = query.get('uploadId') ?? '';
  const upload = id.includes('/') ? undefined : await readUpload(bucket, id);
  if (upload?.key !== key) throw noSuchUpload();
  return upload;
};

export const createUpload: Act = async (request, { name, uploads }) => {
  const id = randomUUID();
  const { key } = request;
  const record = JSON.stringify({ key, headers: keptHeaders(request), sum: sumWanted(request) });
  const bytes = Readable.from([Buffer.from(record)]);
  await withDraft(uploads, bytes, (draft) => draft.put(id + RECORD, { etag: id, headers: {} }));
  const body = toXml('InitiateMultipartUploadResult', { Bucket: name, Key: key, UploadId: id });
  return { status: 200, headers: {}, body };
};

/** @throws {S3Error} if S3 cannot combine it from parts. */
const sumWanted = (request: S3Request): StoredUpload['sum'] => {
  const algorithm = requestHeaderOf(request, 'x-amz-checksum-algorithm')?.toLowerCase();
  if (algorithm === undefined) return undefined;
  if (!ALGORITHMS.includes(algorithm)) makeSum(algorithm);
  const usual = algorithm === 'crc64nvme' ? 'FULL_OBJECT' : 'COMPOSITE';
  const wanted = requestHeaderOf(request, 'x-amz-checksum-type') ?? usual;
  if (wanted === usual) return { algorithm, type: usual };
  if (wanted === 'FULL_OBJECT' && algorithm.startsWith('crc')) return { algorithm, type: wanted };
  throw invalidRequest(
    `The ${wanted} checksum type cannot be used with the ${algorithm} checksum algorithm.`,
  );
};

export const makeUploadPart =
  (options: BodyOptions): Act =>
  async (request, bucket) => {
    const number = Number(request.query.get('partNumber'));
    if (!Number.isInteger(number) || number < 1 || number > MOST_PARTS)
      throw badRequest('InvalidArgument', 'Part number must be an integer between 1 and 10000, inclusive');
    const { id, sum } = await uploadOf(request, bucket);
    const other = sum && sumsIn(request).find(({ algorithm }) => algorithm !== sum.algorithm);
    if (other)
      throw invalidRequest(`Checksum Type mismatch: expected ${sum.algorithm}, actual ${other.algorithm}.`);
    const body = openBody(request, { ...options, algorithm: sum?.algorithm });
    return withDraft(bucket.uploads, body.bytes, async (draft) => {
      const { etag, checksum } = body.sums();
      await bucket.uploadTurn(id, async () => {
        // The upload may have ended meanwhile.
        await uploadOf(request, bucket);
        await draft.put(partKey(id, number), { etag, headers: {}, checksum });
      });
      return { status: 200, headers: { etag: `"${etag}"`, ...checksumHeaders(checksum) } };
    });
  };

export const abortUpload: Act = async (request, bucket) => {
  const { id } = await uploadOf(request, bucket);
  await bucket.uploadTurn(id, () => removeUpload(bucket, id));
  return { status: 204, headers: {} };
};

/** Removes its record first: without it there is no upload. */
export const removeUpload = async ({ uploads }: StoredBucket, id: string): Promise<void> => {
  await uploads.remove(id + RECORD);
  for (const key of await uploads.keys(`${id}/`)) await uploads.remove(key);
};

/** Removes uploads that were last continued before this time. */
export const removeOldUploads = async (bucket: StoredBucket, time: Date): Promise<void> => {
  for (const { id, initiated } of await allUploads(bucket, '')) {
    const times = (await storedPartsOf(bucket, id)).map(({ modified }) => modified);
    if ([initiated, ...times].every((one) => one < time)) await removeUpload(bucket, id);
  }
};

export const storedPartsOf = async ({ uploads }: StoredBucket, id: string): Promise<StoredPart[]> => {
  const keys = (await uploads.keys(`${id}/`)).filter((key) => key !== id + RECORD);
  const parts = keys.map(async (key) => {
    const part = await find(uploads, key);
    return part ? [{ ...part, key, number: Number(key.slice(id.length + 1)) }] : [];
  });
  return (await Promise.all(parts)).flat();
};

const allUploads = async (bucket: StoredBucket, prefix: string): Promise<StoredUpload[]> => {
  const ids = (await bucket.uploads.keys('')).flatMap((key) =>
    key.endsWith(RECORD) ? key.slice(0, -RECORD.length) : [],
  );
  const found = await Promise.all(ids.map((id) => readUpload(bucket, id)));
  return found.flatMap((upload) => (upload?.key.startsWith(prefix) ? upload : []));
};

const sumElements = (sum: StoredUpload['sum']) =>
  sum && { ChecksumAlgorithm: sum.algorithm.toUpperCase(), ChecksumType: sum.type };

/** All on one page, which clients accept. */
export const listParts: Act = async (request, bucket) => {
  const { id, key, sum } = await uploadOf(request, bucket);
  const Part = (await storedPartsOf(bucket, id)).map(({ number, modified, etag, size, checksum }) => ({
    ...{ PartNumber: number, LastModified: modified.toISOString(), ETag: `"${etag}"`, Size: size },
    ...(checksum && { [`Checksum${checksum.algorithm.toUpperCase()}`]: checksum.value }),
  }));
  const about = { Bucket: bucket.name, Key: key, UploadId: id, ...sumElements(sum) };
  return { status: 200, headers: {}, body: toXml('ListPartsResult', { ...about, IsTruncated: false, Part }) };
};

export const listUploads: Act = async ({ query }, bucket) => {
  const uploads = await allUploads(bucket, query.get('prefix') ?? '');
  const Upload = uploads.map(({ id, key, initiated, sum }) => ({
    ...{ Key: key, UploadId: id, Initiated: initiated.toISOString() },
    ...sumElements(sum),
  }));
  const content = { Bucket: bucket.name, IsTruncated: false, Upload };
  return { status: 200, headers: {}, body: toXml('ListMultipartUploadsResult', content) };
};
