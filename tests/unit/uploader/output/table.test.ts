import { describe, expect, it } from '@jest/globals';
import stringWidth from 'string-width';
import { columnsOf, formatTable, type TableOptions } from '../../../../services/uploader/output/table.ts';

const ROWS = [
  ['send', '1.5 MB', 'week1/lesson1/講義ビデオ第一週.mp4', 'new'],
  ['skip', '12 B', 'b.mp4', 'its transcript is up to date'],
];
const NARROW: TableOptions = {
  right: [1],
  cut: [
    [3, 12],
    [2, 24],
  ],
  spare: [1],
};
const widest = (lines: string[]) => Math.max(...lines.map((line) => stringWidth(line)));

describe('table', () => {
  it('aligns columns by their width on a terminal', () => {
    const rows = [
      ['send', '1.5 MB', '講義.mp4', 'new'],
      ['skip', '12 B', 'b.mp4', ''],
    ];

    expect(formatTable(rows, { right: [1] })).toEqual(['send  1.5 MB  講義.mp4  new', 'skip    12 B  b.mp4']);
  });

  it('has no lines without rows', () => {
    expect(formatTable([])).toEqual([]);
    expect(formatTable([], { columns: 40, cut: [[0, 8]], spare: [0] })).toEqual([]);
  });

  it('keeps every cell whole if the lines fit, or outside a terminal', () => {
    const whole = formatTable(ROWS, { right: [1] });

    expect(
      formatTable(ROWS, {
        right: [1],
        columns: widest(whole),
        cut: [
          [3, 12],
          [2, 24],
        ],
        spare: [1],
      }),
    ).toEqual(whole);
    expect(
      formatTable(ROWS, {
        right: [1],
        cut: [
          [3, 12],
          [2, 24],
        ],
        spare: [1],
      }),
    ).toEqual(whole);
  });

  it('shortens cells in the middle on a narrow terminal, starting with the first column named', () => {
    expect(formatTable(ROWS, { ...NARROW, columns: 60 })).toEqual([
      'send  1.5 MB  week1/lesson1/…ビデオ第一週.mp4   new',
      'skip    12 B  b.mp4                             its t…o date',
    ]);
  });

  it('drops a column before names become indistinguishable', () => {
    expect(formatTable(ROWS, { ...NARROW, columns: 40 })).toEqual([
      'send  week1/les…第一週.mp4  new',
      'skip  b.mp4                 its t…o date',
    ]);
  });

  it('is never wider than the terminal if cells may be cut', () => {
    for (let columns = 20; columns <= 90; columns += 1)
      expect(widest(formatTable(ROWS, { ...NARROW, columns }))).toBeLessThanOrEqual(columns);
  });
});

describe('columnsOf', () => {
  it.each([
    ['a pipe', {}, {}, undefined],
    ['a pipe with COLUMNS set', {}, { COLUMNS: '40' }, undefined],
    ['a terminal', { isTTY: true, columns: 80 }, {}, 79],
    ['a terminal with smaller COLUMNS', { isTTY: true, columns: 80 }, { COLUMNS: '40' }, 39],
    ['a terminal with invalid COLUMNS', { isTTY: true, columns: 80 }, { COLUMNS: 'wide' }, 79],
    ['a terminal without a size', { isTTY: true, columns: 0 }, {}, undefined],
  ])('for %s', (_what, stream, environment, columns) => {
    expect(columnsOf(stream, environment)).toBe(columns);
  });
});
