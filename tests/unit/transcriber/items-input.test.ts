import { describe, expect, it } from '@jest/globals';
import { ItemsInput } from '../../../services/transcriber/items.ts';

describe('ItemsInput', () => {
  it('accepts the payload of the seed', () => {
    const payload = {
      Items: [
        { Etag: '"d41d8"', Key: 'done.txt', LastModified: 1_686_143_063, Size: 0, StorageClass: 'STANDARD' },
      ],
    };

    expect(ItemsInput.parse(payload)).toEqual(payload);
  });

  it('accepts valid options, and refuses invalid ones', () => {
    const item = { Key: 'a.mp4', Options: { quality: 'best', audioTrack: 2, minCoverage: 1 } };

    expect(ItemsInput.parse({ Items: [item] })).toEqual({ Items: [item] });
    for (const Options of [{ quality: 'good' }, { audioTrack: 0 }, { minCoverage: 95 }])
      expect(ItemsInput.safeParse({ Items: [{ Key: 'a.mp4', Options }] }).success).toBe(false);
  });
});
