// Decodes the aws-chunked encoding in which SDKs send streams: `5;chunk-signature=…\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n`
import { badRequest } from './errors.ts';

const LONGEST_LINE = 16 * 1_024;

const torn = () => badRequest('IncompleteBody', 'The aws-chunked body is incomplete.');

/** @param onTrailer receives the trailers, names in lower case. @throws {S3Error} */
export async function* decodeChunked(
  source: AsyncIterable<Buffer>,
  onTrailer: (name: string, value: string) => void,
): AsyncGenerator<Buffer> {
  const reader = makeReader(source);
  for (;;) {
    const size = /^([\da-f]{1,8})(;|$)/i.exec(await reader.line())?.[1];
    if (size === undefined) throw torn();
    let left = Number.parseInt(size, 16);
    if (left === 0) break;
    while (left > 0) {
      const bytes = await reader.some(left);
      left -= bytes.length;
      yield bytes;
    }
    if ((await reader.line()) !== '') throw torn();
  }
  for (let line = await reader.line(); line !== ''; line = await reader.line()) {
    const colon = line.indexOf(':');
    if (colon < 0) throw badRequest('MalformedTrailerError', 'The trailer of the body is malformed.');
    onTrailer(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
}

const makeReader = (source: AsyncIterable<Buffer>) => {
  const chunks = source[Symbol.asyncIterator]();
  let held: Buffer = Buffer.alloc(0);
  const more = async (): Promise<boolean> => {
    const { done, value } = await chunks.next();
    if (!done) held = held.length === 0 ? value : Buffer.concat([held, value]);
    return !done;
  };
  const take = (length: number): Buffer => {
    const taken = held.subarray(0, length);
    held = held.subarray(length);
    return taken;
  };
  return {
    /** Without its line break; the body may end after the last line. */
    line: async (): Promise<string> => {
      let end = held.indexOf('\r\n');
      while (end < 0 && held.length <= LONGEST_LINE && (await more())) end = held.indexOf('\r\n');
      if (end < 0 && held.length > 0) throw torn();
      return take(end + 2)
        .toString('latin1')
        .trimEnd();
    },
    some: async (most: number): Promise<Buffer> => {
      if (held.length === 0 && !(await more())) throw torn();
      return take(most);
    },
  };
};
