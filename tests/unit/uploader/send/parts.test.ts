import { describe, expect, it } from '@jest/globals';
import { partBytesFor, partRangesOf } from '../../../../services/uploader/send/parts.ts';

const MIB = 1_024 * 1_024;
const TIB = MIB * MIB;

describe('partBytesFor', () => {
  it.each([
    [0, 8],
    [80_000 * MIB, 8],
    [80_000 * MIB + 1, 9],
    [5 * TIB, 525],
    [48 * TIB, 5_034],
  ])('for %i bytes is %i MiB', (size, mebibytes) => {
    expect(partBytesFor(size)).toBe(mebibytes * MIB);
  });

  it.each([80_000 * MIB + 1, TIB, 5 * TIB, 48 * TIB])(
    'divides %i bytes into at most 10,000 parts',
    (size) => {
      const parts = partRangesOf(size);

      expect(parts.length).toBeLessThanOrEqual(10_000);
      expect(parts.at(-1)?.to).toBe(size);
      // S3's limit.
      expect(partBytesFor(size)).toBeLessThanOrEqual(5 * 1_024 * MIB);
    },
  );
});

describe('partRangesOf', () => {
  it.each([
    [1, [[0, 1]]],
    [8 * MIB, [[0, 8 * MIB]]],
    [
      8 * MIB + 1,
      [
        [0, 8 * MIB],
        [8 * MIB, 8 * MIB + 1],
      ],
    ],
  ])('covers %i bytes without a gap', (size, expected) => {
    expect(partRangesOf(size).map(({ from, to }) => [from, to])).toEqual(expected);
  });
});
