// Formats the results for docs/uploading.md: medians over the rounds, and the ratio to `aws s3 sync` with its range.
import { formatRatio, median, ratios } from '../table.ts';
import type { BenchCourse } from './files.ts';
import type { Resumed } from './resume.ts';
import type { Measured } from './run.ts';

/** A contender's results with one course, one per round. */
export type UploadRow = { name: string; results: Measured[] };

const table = (head: string[], rows: string[][]): string =>
  [head, head.map((_, index) => (index === 0 ? '---' : '---:')), ...rows]
    .map((line) => `| ${line.join(' | ')} |\n`)
    .join('');

const HEAD = ['', 'wall s', 'MB/s', 'times as fast as', 'CPU s', 'peak memory MB', 'sent MB'];

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(0);

/** @param base the name of the row that the others are compared with. */
export const compareTable = (course: BenchCourse, rows: UploadRow[], base: string): string => {
  const against = rows.find(({ name }) => name === base);
  const head = HEAD.map((title) => (title === 'times as fast as' ? `${title} ${base}` : title));
  const cells = rows.map((row) => cellsOf(row, course, against));
  return `**${course.name}**\n\n${table(head, cells)}`;
};

const cellsOf = (row: UploadRow, course: BenchCourse, against: UploadRow | undefined): string[] => {
  const typical = (value: (result: Measured) => number) => median(row.results.map(value));
  const wall = typical(({ wallSeconds }) => wallSeconds);
  const ratio =
    against === undefined || against === row ? '–' : formatRatio(ratios(against.results, row.results));
  return [
    row.name,
    wall.toFixed(1),
    (course.bytes / 1e6 / wall).toFixed(0),
    ratio,
    typical(({ cpuSeconds }) => cpuSeconds).toFixed(1),
    megabytes(typical(({ peakBytes }) => peakBytes)),
    megabytes(typical(({ sentBytes }) => sentBytes)),
  ];
};

const percent = (share: number | undefined): string =>
  share === undefined ? '–' : `${(share * 100).toFixed(1)} %`;

export const resumeTable = (course: BenchCourse, rows: Resumed[]): string =>
  `**${course.name}**, killed at half of it\n\n${table(
    ['', 'had arrived', 'in whole parts', 'sent by the second run', 'sent twice'],
    rows.map(({ name, arrived, stored, second }) => [
      name,
      percent(arrived),
      percent(stored),
      percent(second),
      percent(Math.max(0, arrived + second - 1)),
    ]),
  )}`;
