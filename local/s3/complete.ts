// CompleteMultipartUpload: joins the listed parts into one object, after checking them.
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { readText, type SentSum, sumsIn } from './body.ts';
import type { Act, StoredBucket } from './bucket.ts';
import { digestOf, makeSum, type Sum } from './checksums.ts';
import { badRequest, invalidRequest } from './errors.ts';
import { putUnder, type Writing } from './objects.ts';
import { requestHeaderOf, type S3Request } from './request.ts';
import { type Checksum, type ObjectStore, withDraft } from './store.ts';
import { removeUpload, type StoredPart, type StoredUpload, storedPartsOf, uploadOf } from './uploads.ts';
import { fromXml, toXml } from './xml.ts';

const Listed = z.object({ PartNumber: z.coerce.number().int(), ETag: z.string() }).catchall(z.string());
type Listed = z.infer<typeof Listed>;
const Complete = z.object({
  CompleteMultipartUpload: z.object({
    Part: z.union([Listed.transform((one) => [one]), z.array(Listed).min(1).max(10_000)]),
  }),
});

/** S3's minimum, except for the last part. */
const SMALLEST_PART = 5 * 1_024 ** 2;

export const makeComplete =
  ({ onCreated, isTrusting = false }: Writing): Act =>
  async (request, bucket) => {
    const listed = fromXml(await readText(request), Complete).CompleteMultipartUpload.Part;
    const { id } = await uploadOf(request, bucket);
    // Of two simultaneous requests, only one completes it.
    return bucket.uploadTurn(id, async () => {
      const upload = await uploadOf(request, bucket);
      const parts = choose(listed, await storedPartsOf(bucket, id), upload);
      assertClaims(request, upload, parts);
      const etag = etagOf(parts);
      const checksum = await assemble(request, bucket, { upload, parts, etag, isTrusting });
      await removeUpload(bucket, id);
      const { name: Bucket } = bucket;
      const { key: Key } = request;
      onCreated({ bucket: Bucket, key: Key, time: new Date().toISOString() });
      const content = { Location: `/${Bucket}/${encodeURI(Key)}`, Bucket, Key, ETag: `"${etag}"` };
      const sum = checksum && { [elementOf(checksum)]: checksum.value, ChecksumType: checksum.type };
      return {
        status: 200,
        headers: {},
        body: toXml('CompleteMultipartUploadResult', { ...content, ...sum }),
      };
    });
  };

const elementOf = ({ algorithm }: Pick<Checksum, 'algorithm'>): string =>
  `Checksum${algorithm.toUpperCase()}`;

/** Selects the listed parts. @throws {S3Error} if they are not the ones that have arrived. */
const choose = (listed: Listed[], arrived: StoredPart[], { sum }: StoredUpload): StoredPart[] => {
  const byNumber = new Map(arrived.map((part) => [part.number, part]));
  const parts = listed.map((one, index) => {
    const number = one.PartNumber;
    if (number <= (listed[index - 1]?.PartNumber ?? 0))
      throw badRequest('InvalidPartOrder', 'The list of parts was not in ascending order.');
    if (sum?.type === 'COMPOSITE' && one[elementOf(sum)] === undefined)
      throw invalidRequest(
        `The upload was created using a ${sum.algorithm} checksum. The complete request must include the checksum for each part. It was missing for part ${number} in the request.`,
      );
    const part = byNumber.get(number);
    if (!part || part.etag !== one.ETag.replaceAll('"', '') || isOther(one, part))
      throw badRequest('InvalidPart', `Part ${number} has not been uploaded, or is another one.`);
    return part;
  });
  const small = parts.slice(0, -1).find(({ size }) => size < SMALLEST_PART);
  if (small)
    throw badRequest('EntityTooSmall', `Part ${small.number} is smaller than the minimum allowed size.`);
  return parts;
};

const isOther = (listed: Listed, { checksum }: StoredPart): boolean =>
  checksum !== undefined && (listed[elementOf(checksum)] ?? checksum.value) !== checksum.value;

/** Checks the request's claims about the whole object, except its checksum. @throws {S3Error} */
const assertClaims = (request: S3Request, { sum }: StoredUpload, parts: StoredPart[]): void => {
  const claimed = requestHeaderOf(request, 'x-amz-mp-object-size');
  const size = parts.reduce((total, part) => total + part.size, 0);
  if (claimed !== undefined && Number(claimed) !== size)
    throw invalidRequest(
      `The provided 'x-amz-mp-object-size' ${claimed} does not match the ${size} bytes of the parts.`,
    );
  const type = requestHeaderOf(request, 'x-amz-checksum-type');
  if (type !== undefined && sum && type !== sum.type)
    throw invalidRequest(`The upload was created with the ${sum.type} checksum type, not ${type}.`);
};

const etagOf = (parts: StoredPart[]): string => {
  const md5 = createHash('md5');
  for (const { etag } of parts) md5.update(etag, 'hex');
  return `${md5.digest('hex')}-${parts.length}`;
};

type Whole = { upload: StoredUpload; parts: StoredPart[]; etag: string; isTrusting: boolean };

/** Returns the checksum of the new object. */
const assemble = async (
  request: S3Request,
  bucket: StoredBucket,
  { upload: { headers, sum }, parts, etag, isTrusting }: Whole,
): Promise<Checksum | undefined> => {
  const claimed = sumsIn(request)[0];
  const { algorithm, type = 'FULL_OBJECT' } = { ...claimed, ...sum };
  const running = algorithm && type === 'FULL_OBJECT' && !isTrusting ? makeSum(algorithm) : undefined;
  return withDraft(bucket.objects, inOrder(bucket.uploads, parts, running), async (draft) => {
    const ofParts = type === 'COMPOSITE' && algorithm ? sumOfSums(algorithm, parts) : undefined;
    const value = (await (running ? digestOf(running, 'base64') : ofParts)) ?? claimed?.value;
    assertSum(claimed, algorithm, value);
    const checksum: Checksum | undefined = algorithm && value ? { algorithm, type, value } : undefined;
    await putUnder(request, bucket, draft, { etag, headers, checksum });
    return checksum;
  });
};

const assertSum = (claimed: SentSum | undefined, algorithm?: string, value?: string): void => {
  if (claimed && claimed.algorithm === algorithm && claimed.value !== value)
    throw badRequest('BadDigest', `The ${algorithm} you specified did not match the calculated checksum.`);
};

/** `9oIq2w==-25` */
const sumOfSums = async (algorithm: string, parts: StoredPart[]): Promise<string> => {
  const sum = makeSum(algorithm);
  for (const { checksum } of parts) sum.update(Buffer.from(checksum?.value ?? '', 'base64'));
  return `${await digestOf(sum, 'base64')}-${parts.length}`;
};

async function* inOrder(
  uploads: ObjectStore,
  parts: StoredPart[],
  sum: Sum | undefined,
): AsyncGenerator<Buffer> {
  for (const { key, size } of parts) {
    const part = await uploads.open(key);
    if (!part) throw badRequest('InvalidPart', 'A part is gone.');
    for await (const bytes of part.read(0, size)) {
      sum?.update(bytes);
      yield bytes;
    }
  }
}
