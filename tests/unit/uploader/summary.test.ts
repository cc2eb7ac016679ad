import { describe, expect, it } from '@jest/globals';
import type { Fetched } from '../../../services/uploader/fetch.ts';
import type { PlannedFile } from '../../../services/uploader/plan.ts';
import { bytes, closing, count, planTable, runProgress } from '../../../services/uploader/summary.ts';

const planned = (key: string, size: number, action: PlannedFile['action']): PlannedFile => ({
  key,
  size,
  action,
  path: `course/${key}`,
  modifiedMs: 0,
  sha256: 'abc',
  options: {},
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
  const fetched = (fields: Partial<Fetched> = {}): Fetched => ({
    key: 'a.mp4',
    path: 'transcripts/a.txt',
    firstWords: 'And so',
    gaps: [],
    lostSeconds: 0,
    ...fields,
  });
  const gaps = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ start: 60 * index, end: 60 * index + 5.4 }));

  it.each([
    ['one stretch', gaps(1), ['00:00:00 to 00:00:05']],
    ['five stretches', gaps(5), ['0:05', '1:05', '2:05', '3:05', '00:04:00 to 00:04:05']],
    ['six stretches', gaps(6), ['00:04:00 to 00:04:05', '1 more in the json']],
    ['many stretches', gaps(105), ['00:04:00 to 00:04:05', '100 more in the json']],
    ['a stretch after hours', [{ start: 3_754.2, end: 36_000 }], ['01:02:34 to 10:00:00']],
  ])('lists below a transcript %s of speech without words', (_what, stretches, expected) => {
    const lines = closing([fetched({ gaps: stretches })], []).split('\n');

    expect(lines).toHaveLength(3);
    expect(lines[2]).toMatch(/^ {4}speech without words: /);
    for (const words of expected) expect(lines[2]).toContain(words);
    expect(lines[2]?.split(', ')).toHaveLength(Math.min(stretches.length, 6));
    expect(lines[2]?.includes('more')).toBe(stretches.length > 5);
  });

  it.each([
    [0.04, 'the last 1 s'],
    [12, 'the last 12 s'],
    [12.1, 'the last 13 s'],
  ])('says of a transcript that lacks %d s that it is incomplete', (lostSeconds, words) => {
    const lines = closing([fetched({ lostSeconds })], []).split('\n');

    expect(lines).toHaveLength(3);
    expect(lines[2]).toMatch(/^ {4}INCOMPLETE: /);
    expect(lines[2]).toContain(words);
  });

  it('says both of a transcript that has gaps and no end, and neither of the next', () => {
    const text = closing(
      [fetched({ gaps: gaps(2), lostSeconds: 9 }), fetched({ path: 'transcripts/b.txt' })],
      [],
    );

    expect(text.split('\n').map((line) => line.slice(0, 20))).toEqual([
      'transcripts/a.txt',
      '    And so',
      '    speech without w',
      '    INCOMPLETE: the ',
      'transcripts/b.txt',
      '    And so',
    ]);
  });

  it('says where the transcripts are and how they begin, and what failed and why', () => {
    const text = closing(
      [fetched()],
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
