import { describe, expect, it } from '@jest/globals';
import type { PlannedFile } from '../../../services/uploader/plan.ts';
import { bytes, closing, count, planTable, runProgress } from '../../../services/uploader/summary.ts';

const planned = (key: string, size: number, action: PlannedFile['action']): PlannedFile => ({
  key,
  size,
  action,
  path: `course/${key}`,
  modifiedMs: 0,
  sha256: 'abc',
});

describe('bytes', () => {
  it.each([
    [0, '0 B'],
    [1, '1 B'],
    [999, '999 B'],
    [999_999, '1.0 MB'],
    [1_000, '1.0 kB'],
    [1_549, '1.5 kB'],
    [1_500_000, '1.5 MB'],
    [999_900_000, '999.9 MB'],
    [2_000_000_000, '2.0 GB'],
    [5_000_000_000_000, '5.0 TB'],
    [12_000_000_000_000_000, '12000.0 TB'],
  ])('writes %d as %s', (size, expected) => {
    expect(bytes(size)).toBe(expected);
  });
});

describe('count', () => {
  it.each([
    [0, '0 videos'],
    [1, '1 video'],
    [2, '2 videos'],
  ])('says %i as %s', (number, expected) => {
    expect(count(number, 'video')).toBe(expected);
  });
});

describe('planTable', () => {
  it('says of each file how large it is and what becomes of it', () => {
    const table = planTable([
      planned('week1/lesson1/video1.mp4', 1_500_000, 'send'),
      planned('week1/lesson1/video2.mp4', 999, 'inBucket'),
      planned('week1/lesson1/video3.mp4', 120_000_000, 'upToDate'),
    ]);

    expect(table.split('\n')).toEqual([
      '   1.5 MB  week1/lesson1/video1.mp4  send and transcribe',
      '    999 B  week1/lesson1/video2.mp4  transcribe (in the bucket already)',
      ' 120.0 MB  week1/lesson1/video3.mp4  skip: its transcript is up to date',
    ]);
  });
});

describe('runProgress', () => {
  it.each([
    ['before there are chunks', { videosEnded: 0, chunks: 0, chunksDone: 0 }, 'Transcribing: 0 of 3 videos'],
    [
      'while chunks are in work',
      { videosEnded: 1, chunks: 5, chunksDone: 2 },
      'Transcribing: 1 of 3 videos, 2 of 5 chunks in work',
    ],
  ])('says how far the run is %s', (_when, progress, expected) => {
    expect(runProgress(progress, 3)).toBe(expected);
  });
});

describe('closing', () => {
  it('says where the transcripts are and how they begin, and what failed and why', () => {
    const text = closing(
      [{ key: 'a.mp4', path: 'transcripts/a.txt', firstWords: 'And so' }],
      [
        { key: 'b.mp4', state: 'failed', error: { name: 'VideoUnreadable', message: 'b.mp4 is broken.' } },
        { key: 'c.mp4', state: 'failed' },
      ],
    );

    expect(text.split('\n')).toEqual([
      'transcripts/a.txt',
      '    And so',
      'FAILED b.mp4',
      '    b.mp4 is broken.',
      'FAILED c.mp4',
      '    no reason was recorded',
    ]);
  });

  it('says nothing of nothing', () => {
    expect(closing([], [])).toBe('');
  });
});
