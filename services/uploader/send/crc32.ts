// Combines the CRC32s of a file's parts: zlib's crc32_combine, which Node.js does not offer.
// A sum is a polynomial over GF(2), its highest bit the first coefficient. Each following byte multiplies it by x^8.

const POLYNOMIAL = 0xedb88320;
const ONE = 0x80000000;
const X_TO_THE_8 = 0x00800000;

const multiply = (one: number, other: number): number => {
  let product = 0;
  let shifted = other;
  // The sign is the highest bit.
  for (let rest = one | 0; rest !== 0; rest <<= 1) {
    if (rest < 0) product ^= shifted;
    shifted = (shifted >>> 1) ^ (shifted & 1 ? POLYNOMIAL : 0);
  }
  return product;
};

/** The factor for this many following bytes. */
const shiftOf = (bytes: number): number => {
  let shift = ONE;
  let square = X_TO_THE_8;
  // Divide instead of shifting: bit operations end at 4 GiB.
  for (let left = bytes; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) shift = multiply(shift, square);
    square = multiply(square, square);
  }
  return shift;
};

/** @param parts one for each `partBytes` of `size`; the last may be shorter. */
export const crc32OfAll = (parts: number[], partBytes: number, size: number): number => {
  const shift = shiftOf(partBytes);
  const before = parts.slice(0, -1).reduce((sum, part) => multiply(sum, shift) ^ part, 0);
  const lastShift = shiftOf(size - partBytes * (parts.length - 1));
  return (multiply(before, lastShift) ^ (parts.at(-1) ?? 0)) >>> 0;
};
