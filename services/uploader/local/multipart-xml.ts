// The answers of multipart.ts in the words of S3.

export type Answer = { status: number; body: string };
export type Upload = { id: string; key: string; initiated: Date };
export type Part = { number: number; etag: string; size: number; modified: Date };

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;',
  '\n': '&#10;',
  '\t': '&#9;',
};

type Content = string | number | Content[] | { [name: string]: Content };

/** A list gives its element once for each entry. */
const xml = (content: Content): string => {
  if (typeof content !== 'object')
    return String(content).replace(/[&<>"\r\n\t]/g, (sign) => ENTITIES[sign] ?? sign);
  if (Array.isArray(content)) return content.map(xml).join('');
  return Object.entries(content)
    .flatMap(([name, inner]) => (Array.isArray(inner) ? inner : [inner]).map((one) => [name, one] as const))
    .map(([name, inner]) => `<${name}>${xml(inner)}</${name}>`)
    .join('');
};

const answer = (status: number, content: Content): Answer => ({
  status,
  body: `<?xml version="1.0" encoding="UTF-8"?>\n${xml(content)}`,
});

export const fault = (status: number, Code: string, Message: string): Answer =>
  answer(status, { Error: { Code, Message } });

/** All on one page: the SDK goes on only where S3 says that there are more. */
export const listUploads = (Bucket: string, uploads: Upload[]): Answer => {
  const Upload = uploads.map(({ id, key, initiated }) => ({
    Key: key,
    UploadId: id,
    Initiated: initiated.toISOString(),
  }));
  return answer(200, { ListMultipartUploadsResult: { Bucket, IsTruncated: 'false', Upload } });
};

export const listParts = (Bucket: string, Key: string, UploadId: string, parts: Part[]): Answer => {
  const Part = parts.map(({ number, etag, size, modified }) => ({
    PartNumber: number,
    ETag: `"${etag}"`,
    Size: size,
    LastModified: modified.toISOString(),
  }));
  return answer(200, { ListPartsResult: { Bucket, Key, UploadId, IsTruncated: 'false', Part } });
};
