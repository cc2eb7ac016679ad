import { describe, expect, it } from '@jest/globals';
import { maskOf } from '../../../../services/shared/media/layout.ts';

describe('maskOf', () => {
  it.each([
    ['mono', 0x4],
    ['stereo', 0x3],
    ['2.1', 0xb],
    ['5.1', 0x3f],
    ['5.1(side)', 0x60f],
    ['7.1', 0x63f],
    ['3 channels (FL+FR+LFE)', 0xb],
    ['9 channels', 0],
    ['quad', 0],
    ['', 0],
  ])('%s', (name, mask) => {
    expect(maskOf(name)).toBe(mask);
  });
});
