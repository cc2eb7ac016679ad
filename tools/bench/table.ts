// Formats the results for docs/performance.md: medians over the rounds, and the ratio with its range.
import type { WordErrors } from '../../tests/fixtures/wer.ts';
import { SEED } from './contenders.ts';
import type { MeasuredCost } from './measure.ts';

export type Result = MeasuredCost & { errors: WordErrors };

/** A contender's results, one per round. */
export type BenchRow = { name: string; results: Result[] };

const HEAD = [
  ['', 'wall s', 'times as fast as the seed', 'CPU s', 'real-time factor', 'peak memory MB'],
  ['largest engine MB', 'CPU outside the engine', 'WER', 'deleted', 'substituted', 'inserted'],
].flat();

export const formatBenchTable = (rows: BenchRow[], seconds: number): string => {
  const seed = rows.find(({ name }) => name === SEED);
  const cells = rows.map((row) => cellsOf(row, seed, seconds));
  const rule = HEAD.map((_, index) => (index === 0 ? '---' : '---:'));
  return [HEAD, rule, ...cells].map((line) => `| ${line.join(' | ')} |\n`).join('');
};

const cellsOf = ({ name, results }: BenchRow, seed: BenchRow | undefined, seconds: number): string[] => {
  const typical = (value: (result: Result) => number) => median(results.map(value));
  const megabytes = (value: (result: Result) => number) => (typical(value) / 1e6).toFixed(0);
  return [
    name,
    typical(({ wallSeconds }) => wallSeconds).toFixed(1),
    seed === undefined || name === SEED ? '–' : formatRatio(ratios(seed.results, results)),
    typical(({ cpuSeconds }) => cpuSeconds).toFixed(1),
    typical(({ wallSeconds }) => wallSeconds / seconds).toFixed(3),
    megabytes(({ peakBytes }) => peakBytes),
    megabytes(({ engineBytes }) => engineBytes),
    `${typical(({ engineCpuSeconds, cpuSeconds }) => (1 - engineCpuSeconds / cpuSeconds) * 100).toFixed(0)} %`,
    `${typical(({ errors }) => errors.rate * 100).toFixed(2)} %`,
    ...(['deleted', 'substituted', 'inserted'] as const).map((kind) =>
      typical(({ errors }) => errors[kind]).toFixed(0),
    ),
  ];
};

/** Round by round, so that a temporary slowdown affects both. */
export const ratios = (seed: MeasuredCost[], other: MeasuredCost[]): number[] =>
  seed.flatMap(({ wallSeconds }, round) => {
    const own = other[round];
    return own === undefined ? [] : [wallSeconds / own.wallSeconds];
  });

/** `3.12 (2.98–3.20)` */
export const formatRatio = (all: number[]): string =>
  `${median(all).toFixed(2)} (${Math.min(...all).toFixed(2)}–${Math.max(...all).toFixed(2)})`;

export const median = (values: number[]): number => {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = sorted.length / 2;
  const [low = Number.NaN, high = Number.NaN] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return (low + high) / 2;
};
