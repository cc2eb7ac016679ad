import { crc32 } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { crc32OfAll } from '../../../../services/uploader/send/crc32.ts';

const partsOf = (bytes: Uint8Array, partBytes: number): Uint8Array[] =>
  Array.from({ length: Math.ceil(bytes.length / partBytes) }, (_, index) =>
    bytes.subarray(index * partBytes, (index + 1) * partBytes),
  );

describe('crc32OfAll', () => {
  it('equals zlib’s sum of all the bytes', () => {
    const anyBytes = fc.uint8Array({ maxLength: 2_000 });
    fc.assert(
      fc.property(anyBytes, fc.integer({ min: 1, max: 2_100 }), (bytes, partBytes) => {
        const sums = partsOf(bytes, partBytes).map((part) => crc32(part));

        expect(crc32OfAll(sums, partBytes, bytes.length)).toBe(crc32(bytes));
      }),
    );
  });

  it('supports parts of more than 4 GiB', () => {
    const mebibyte = 2 ** 20;
    const zeros = crc32(Buffer.alloc(mebibyte));
    const ofZeros = (mebibytes: number) =>
      crc32OfAll(Array(mebibytes).fill(zeros), mebibyte, mebibytes * mebibyte);
    const half = ofZeros(4_097);

    expect(crc32OfAll([half, half], 4_097 * mebibyte, 2 * 4_097 * mebibyte)).toBe(ofZeros(2 * 4_097));
  });
});
