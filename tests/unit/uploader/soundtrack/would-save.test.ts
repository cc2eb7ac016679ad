import { describe, expect, it } from '@jest/globals';
import { wouldSave } from '../../../../services/uploader/soundtrack/would-save.ts';

describe('wouldSave', () => {
  it('estimates how many bytes soundtracks would save', () => {
    const files = [
      { key: 'a.mp4', size: 6_000_000_000 },
      { key: 'b.MKV', size: 4_000_000_000 },
      { key: 'c.mp3', size: 1_000_000_000 },
    ];

    expect(wouldSave(files)).toBe(
      'Without ffmpeg, 2 videos of 10.0 GB will be sent whole. With it, only the soundtracks would be sent, ' +
        '2 to 6 % of a lecture: about 9.5 GB less, for the same words.',
    );
  });

  it.each([[[]], [[{ key: 'a.m4a', size: 5 }]], [[{ key: 'a.FLAC', size: 5 }]]])(
    'returns undefined if there is nothing to save: %j',
    (files) => {
      expect(wouldSave(files)).toBeUndefined();
    },
  );
});
