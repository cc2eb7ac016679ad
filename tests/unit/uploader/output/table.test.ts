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
  it('aligns columns by what they take on a terminal', () => {
    const rows = [
      ['send', '1.5 MB', '講義.mp4', 'new'],
      ['skip', '12 B', 'b.mp4', ''],
    ];

    expect(formatTable(rows, { right: [1] })).toEqual(['send  1.5 MB  講義.mp4  new', 'skip    12 B  b.mp4']);
  });

  it('is nothing of nothing', () => {
    expect(formatTable([])).toEqual([]);
    expect(formatTable([], { columns: 40, cut: [[0, 8]], spare: [0] })).toEqual([]);
  });

  it('leaves every cell whole where the lines fit, or nobody looks on', () => {
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

  it('cuts in the middle on a narrow terminal, the first of the columns first', () => {
    expect(formatTable(ROWS, { ...NARROW, columns: 60 })).toEqual([
      'send  1.5 MB  week1/lesson1/…ビデオ第一週.mp4   new',
      'skip    12 B  b.mp4                             its t…o date',
    ]);
  });

  it('leaves a column out before names cannot be told apart any more', () => {
    expect(formatTable(ROWS, { ...NARROW, columns: 40 })).toEqual([
      'send  week1/les…第一週.mp4  new',
      'skip  b.mp4                 its t…o date',
    ]);
  });

  it('is never wider than the terminal where cells may be cut', () => {
    for (let columns = 20; columns <= 90; columns += 1)
      expect(widest(formatTable(ROWS, { ...NARROW, columns }))).toBeLessThanOrEqual(columns);
  });
});

describe('columnsOf', () => {
  it.each([
    ['a pipe', {}, {}, undefined],
    ['a pipe of a narrow terminal', {}, { COLUMNS: '40' }, undefined],
    ['a terminal', { isTTY: true, columns: 80 }, {}, 79],
    ['a terminal that is said to be narrower', { isTTY: true, columns: 80 }, { COLUMNS: '40' }, 39],
    ['a terminal of which nonsense is said', { isTTY: true, columns: 80 }, { COLUMNS: 'wide' }, 79],
    ['a terminal without a size', { isTTY: true, columns: 0 }, {}, undefined],
  ])('of %s', (_what, stream, environment, columns) => {
    expect(columnsOf(stream, environment)).toBe(columns);
  });
});
