// Checks that a model file ends where its table of tensors says, as whisper.cpp's whisper_model_load reads it. verify.ts
// checks the bytes.
import type { FileHandle } from 'node:fs/promises';

/** Bytes and values of a block, by ggml_type. */
const BLOCKS: Record<number, [bytes: number, values: number]> = {
  0: [4, 1], // f32
  1: [2, 1], // f16
  2: [18, 32], // q4_0
  3: [20, 32], // q4_1
  6: [22, 32], // q5_0
  7: [24, 32], // q5_1
  8: [34, 32], // q8_0
  10: [84, 256], // q2_K
  11: [110, 256], // q3_K
  12: [144, 256], // q4_K
  13: [176, 256], // q5_K
  14: [210, 256], // q6_K
};

/** The head of a tensor: dimensions, length of its name, type; then its dimensions, up to four. */
const HEAD_BYTES = 7 * 4;
/** Words are a few letters long; all of them together take some 600 kB. */
const VOCABULARY_BYTES = 4 * 2 ** 20;

/** @param start where the header ends. */
export const isCutOff = async (file: FileHandle, start: number): Promise<boolean> => {
  const { size } = await file.stat();
  let end: number | undefined = await endOfVocabulary(file, start, size);
  // Types that are not listed above are left to whisper.cpp.
  while (end !== undefined && end < size) end = await endOfTensor(file, end);
  return end !== undefined && end > size;
};

/** It follows the mel filters. Infinity if the file ends before. */
const endOfVocabulary = async (file: FileHandle, start: number, size: number): Promise<number> => {
  const filters = await readAt(file, start, 8);
  if (filters.length < 8) return Number.POSITIVE_INFINITY;
  const from = start + 8 + filters.readUInt32LE(0) * filters.readUInt32LE(4) * 4;
  if (from > size) return Number.POSITIVE_INFINITY;
  const words = await readAt(file, from, VOCABULARY_BYTES);
  if (words.length < 4) return Number.POSITIVE_INFINITY;
  let at = 4;
  for (let left = words.readInt32LE(0); left > 0; left--) {
    if (at + 4 > words.length) return Number.POSITIVE_INFINITY;
    at += 4 + words.readUInt32LE(at);
  }
  return from + at;
};

const endOfTensor = async (file: FileHandle, from: number): Promise<number | undefined> => {
  const head = await readAt(file, from, HEAD_BYTES);
  if (head.length < 12) return Number.POSITIVE_INFINITY;
  const dimensions = head.readInt32LE(0);
  const block = BLOCKS[head.readInt32LE(8)];
  if (!block || dimensions < 0 || dimensions > 4) return undefined;
  if (head.length < 12 + dimensions * 4) return Number.POSITIVE_INFINITY;
  let values = 1;
  for (let index = 0; index < dimensions; index++) values *= head.readUInt32LE(12 + index * 4);
  return from + 12 + dimensions * 4 + head.readUInt32LE(4) + (values / block[1]) * block[0];
};

const readAt = async (file: FileHandle, position: number, length: number): Promise<Buffer> => {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
};
