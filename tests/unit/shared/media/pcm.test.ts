import { describe, expect, it } from '@jest/globals';
import { byteAt, samplesOf } from '../../../../services/shared/media/pcm.ts';

describe('byteAt', () => {
  it.each([
    [0, 0],
    [1, 32_000],
    [0.001, 32],
    [0.5 / 16_000, 2],
    [0.49 / 16_000, 0],
    [1.234_56, 39_506],
    [86_400, 2_764_800_000],
  ])('is at %d s byte %i, where a sample begins', (seconds, byte) => {
    expect(byteAt(seconds)).toBe(byte);
  });
});

describe('samplesOf', () => {
  it.each([
    ['bytes of a separate buffer', Buffer.from([1, 0, 255, 255, 0, 128]), [1, -1, -32_768]],
    ['bytes that begin at an odd offset', Buffer.from([9, 1, 0, 2, 0]).subarray(1), [1, 2]],
    ['half a sample at the end', Buffer.from([1, 0, 2]), [1]],
    ['nothing', Buffer.alloc(0), []],
  ])('reads %s', (_what, sound, samples) => {
    expect([...samplesOf(sound)]).toEqual(samples);
  });
});
