import { describe, expect, it } from '@jest/globals';
import stringWidth from 'string-width';
import { board } from '../../../../services/uploader/output/board.ts';
import type { ProgressEvent } from '../../../../services/uploader/output/events.ts';

const sending = (files = 2): ProgressEvent => ({
  type: 'progress',
  phase: 'send',
  files: 12,
  filesDone: 3,
  bytes: 4_500_000_000,
  bytesDone: 1_200_000_000,
  bytesPerSecond: 12_300_000,
  secondsLeft: 268,
  inFlight: Array.from({ length: files }, (_, index) => ({
    key: `week1/lesson${index + 1}/video1.mp4`,
    bytes: 400_000_000,
    bytesDone: 100_000_000 * index,
  })),
});

const draw = (progress: ProgressEvent, columns: number, rows = 24) => board(progress, { columns, rows }, '⠋');

describe('board', () => {
  it('shows files and bytes done, rate, time left, and the files in flight', () => {
    expect(draw(sending(), 80)).toEqual([
      '⠋ Sending: 3 of 12 files, 1.2 GB of 4.5 GB, 12.3 MB/s, 4 min left',
      `  week1/lesson1/video1.mp4${' '.repeat(38)} 400.0 MB   0 %`,
      `  week1/lesson2/video1.mp4${' '.repeat(38)} 400.0 MB  25 %`,
    ]);
  });

  it('does not mention sending if the files stay on this machine', () => {
    expect(board(sending(0), { columns: 80, rows: 24, local: true }, '⠋')).toEqual([
      '⠋ Preparing: 3 of 12 files, 1.2 GB of 4.5 GB, 12.3 MB/s, 4 min left',
    ]);
  });

  it.each([
    [120, '⠋ Sending: 3 of 12 files, 1.2 GB of 4.5 GB, 12.3 MB/s, 4 min left', 'week1/lesson1/video1.mp4'],
    [60, '⠋ 3 of 12 files, 1.2 GB of 4.5 GB, 12.3 MB/s, 4 min left', 'week1/lesson1/video1.mp4'],
    [50, '⠋ 1.2 GB of 4.5 GB, 12.3 MB/s, 4 min left', 'week1/lesson1/video1.mp4'],
    [40, '⠋ 26 %, 12.3 MB/s, 4 min left', 'week1/lesson1/video1.mp4'],
    [20, '⠋ 26 %, 4 min left', 'week1…1.mp4'],
    [8, '⠋ 26 %', ''],
  ])('fits a terminal of %i columns', (columns, total, name) => {
    const [first, second = ''] = draw(sending(), columns);

    expect(first).toBe(total);
    expect(second).toContain(name);
  });

  it('never fills a line, whatever the width', () => {
    for (let columns = 4; columns < 130; columns += 1) {
      const widths = draw(sending(3), columns).map((line) => stringWidth(line));
      // Per cent and a shortened name need ten columns.
      expect(Math.max(...widths)).toBeLessThan(Math.max(columns, 10));
    }
  });

  it.each([
    ['files than anybody can follow', 30, 50, 10],
    ['files than fit', 30, 8, 7],
    ['than one line', 30, 3, 1],
  ])('shows no more %s', (_what, files, rows, lines) => {
    const drawn = draw(sending(files), 80, rows);

    expect(drawn).toHaveLength(lines);
    if (lines > 1) expect(drawn.at(-1)).toBe(`  and ${files - lines + 2} more`);
  });

  it('shows no remaining time before it is known', () => {
    const progress = { ...sending(0), bytesPerSecond: 0, secondsLeft: null };

    expect(draw(progress, 80)).toEqual(['⠋ Sending: 3 of 12 files, 1.2 GB of 4.5 GB']);
  });

  it('escapes control characters in names', () => {
    const progress = {
      ...sending(),
      inFlight: [{ key: 'a\u001b[2J\n.mp4', bytes: 1, bytesDone: 0 }],
    };

    expect(draw(progress, 80)[1]).toContain('a?[2J?.mp4');
  });

  const phases: [ProgressEvent, string, string][] = [
    [
      { type: 'progress', phase: 'wait', message: 'Waiting for AWS' },
      '⠋ Waiting for AWS',
      '⠋ Waitin…for AWS',
    ],
    [
      { type: 'progress', phase: 'read', files: 9, filesDone: 4 },
      '⠋ Reading: 4 of 9 files',
      '⠋ 4 of 9 files',
    ],
    [
      { type: 'progress', phase: 'download', files: 9, filesDone: 4 },
      '⠋ Downloading: 4 of 9 files',
      '⠋ 4 of 9 files',
    ],
    [
      { type: 'progress', phase: 'transcribe', videos: 9, done: 3, failed: 1, chunks: 5, chunksDone: 2 },
      '⠋ Transcribing: 4 of 9 videos, 1 failed, 2 of 5 chunks in work',
      '⠋ 4 of 9',
    ],
    [
      { type: 'progress', phase: 'transcribe', videos: 1, done: 0, failed: 0, chunks: 0, chunksDone: 0 },
      '⠋ Transcribing: 0 of 1 video',
      '⠋ 0 of 1 video',
    ],
  ];
  it.each(phases)('shows %j', (progress, wide, narrow) => {
    expect(draw(progress, 80)).toEqual([wide]);
    expect(draw(progress, 17)).toEqual([narrow]);
  });
});
