import { describe, expect, it } from '@jest/globals';
import { formatBenchTable, formatRatio, median, type Result, ratios } from '../../../tools/bench/table.ts';

const result = (wallSeconds: number): Result => ({
  wallSeconds,
  cpuSeconds: wallSeconds * 1.9,
  peakBytes: 512e6,
  engineBytes: 230e6,
  engineCpuSeconds: wallSeconds * 1.71,
  errors: { rate: 0.0668, spoken: 2_500, substituted: 120, deleted: 20, inserted: 27 },
});

describe('median', () => {
  it.each([
    [[3, 1, 2], 2],
    [[4, 1, 3, 2], 2.5],
    [[7], 7],
  ])('of %j is %d', (values, middle) => {
    expect(median(values)).toBe(middle);
  });
});

describe('ratios', () => {
  it('compares results of the same round', () => {
    expect(ratios([result(80), result(100)], [result(40), result(40)])).toEqual([2, 2.5]);
  });
});

describe('formatRatio', () => {
  it('shows the range', () => {
    expect(formatRatio([2.5, 2, 3])).toBe('2.50 (2.00–3.00)');
  });
});

describe('formatTable', () => {
  const rows = [
    { name: 'seed', results: [result(90)] },
    { name: 'balanced', results: [result(30)] },
  ];

  it('has a row for each contender', () => {
    const lines = formatBenchTable(rows, 900).split('\n');
    expect(lines).toHaveLength(5);
    expect(lines[3]).toBe(
      '| balanced | 30.0 | 3.00 (3.00–3.00) | 57.0 | 0.033 | 512 | 230 | 10 % | 6.68 % | 20 | 120 | 27 |',
    );
  });

  it('works without the seed', () => {
    expect(formatBenchTable(rows.slice(1), 900)).toContain('| balanced | 30.0 | – |');
  });
});
