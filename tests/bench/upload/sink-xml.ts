// The sink's answers in S3's XML. Text only.
import type { Kept, KeptPart, KeptUpload } from './sink.ts';

const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';
const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** S3 gives no more at once. */
const PAGE = 1_000;

const escaped = (text: string): string =>
  text.replace(/[<>&"]/g, (character) => `&#${character.charCodeAt(0)};`);

const tag = (name: string, value: string | number | boolean): string =>
  `<${name}>${escaped(String(value))}</${name}>`;

const answer = (name: string, ...parts: string[]): string =>
  `${HEAD}<${name} xmlns="${NAMESPACE}">${parts.join('')}</${name}>`;

export const error = (code: string): string =>
  `${HEAD}<Error>${tag('Code', code)}${tag('Message', code)}</Error>`;

export const created = (bucket: string, key: string, id: string): string =>
  answer('InitiateMultipartUploadResult', tag('Bucket', bucket), tag('Key', key), tag('UploadId', id));

export const completed = (bucket: string, key: string, etag: string, crc32?: string): string => {
  const sum = crc32 === undefined ? [] : [tag('ChecksumCRC32', crc32), tag('ChecksumType', 'FULL_OBJECT')];
  return answer(
    'CompleteMultipartUploadResult',
    tag('Location', `http://s3/${bucket}/${encodeURI(key)}`),
    tag('Bucket', bucket),
    tag('Key', key),
    tag('ETag', etag),
    ...sum,
  );
};

export const listed = (
  bucket: string,
  objects: Map<string, Kept>,
  { prefix, after }: { prefix: string; after: string },
): string => {
  const all = [...objects.keys()].filter((key) => key.startsWith(prefix) && key > after).toSorted();
  const page = all.slice(0, PAGE);
  const last = all.length > PAGE ? (page.at(-1) ?? '') : '';
  return answer(
    'ListBucketResult',
    tag('Name', bucket),
    tag('Prefix', prefix),
    tag('KeyCount', page.length),
    tag('MaxKeys', PAGE),
    tag('IsTruncated', last !== ''),
    last === '' ? '' : tag('NextContinuationToken', last),
    ...page.map((key) => contents(key, objects.get(key))),
  );
};

const contents = (key: string, kept: Kept | undefined): string => {
  const modified = tag('LastModified', new Date().toISOString());
  const about = tag('ETag', kept?.etag ?? '') + tag('Size', kept?.size ?? 0);
  return `<Contents>${tag('Key', key)}${modified}${about}<StorageClass>STANDARD</StorageClass></Contents>`;
};

/** All of them at once: only this project's uploader asks, and it reads any page. */
export const parts = (bucket: string, key: string, id: string, found: KeptPart[]): string =>
  answer(
    'ListPartsResult',
    tag('Bucket', bucket),
    tag('Key', key),
    tag('UploadId', id),
    tag('IsTruncated', false),
    ...found
      .toSorted((one, other) => one.number - other.number)
      .map(({ number, size, etag, crc32 }) => {
        const about = tag('PartNumber', number) + tag('ETag', etag) + tag('Size', size);
        return `<Part>${about}${crc32 === '' ? '' : tag('ChecksumCRC32', crc32)}</Part>`;
      }),
  );

export const uploads = (bucket: string, found: KeptUpload[]): string =>
  answer(
    'ListMultipartUploadsResult',
    tag('Bucket', bucket),
    tag('IsTruncated', false),
    ...found.map(({ id, key }) => {
      const about = tag('Key', key) + tag('UploadId', id);
      const kind = tag('ChecksumAlgorithm', 'CRC32') + tag('ChecksumType', 'FULL_OBJECT');
      return `<Upload>${about}${tag('Initiated', new Date().toISOString())}${kind}</Upload>`;
    }),
  );
