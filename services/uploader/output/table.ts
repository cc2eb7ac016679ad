// Formats tables, as wide as a terminal allows.
import stringWidth from 'string-width';
import { padEnd, truncateMiddle } from './fit.ts';

export type TableOptions = {
  right?: number[];
  /** Width of the terminal; without it lines may be of any length. */
  columns?: number | undefined;
  /** The columns that may be cut in the middle, in this order, and the width to leave for each. */
  cut?: [column: number, width: number][];
  /** The columns to drop before cells are cut further, in this order. */
  spare?: number[];
};

const GAP = 2;

/** The least width of a cell if there is no room at all. */
const LEAST = 4;

export const formatTable = (rows: string[][], options: TableOptions = {}): string[] => {
  const { right = [], columns = Number.POSITIVE_INFINITY } = options;
  const widths = fitWidths(widthsOf(rows), columns, options);
  const cellOf = (row: string[], column: number, width: number): string => {
    const cell = truncateMiddle(row[column] ?? '', width);
    return right.includes(column) ? `${' '.repeat(width - stringWidth(cell))}${cell}` : padEnd(cell, width);
  };
  return rows.map((row) =>
    [...widths]
      .map(([column, width]) => cellOf(row, column, width))
      .join(' '.repeat(GAP))
      .trimEnd(),
  );
};

type Widths = Map<number, number>;

const widthsOf = (rows: string[][]): Widths =>
  new Map(
    (rows[0] ?? []).map((_, column) => [
      column,
      rows.reduce((widest, row) => Math.max(widest, stringWidth(row[column] ?? '')), 0),
    ]),
  );

const fitWidths = (widths: Widths, columns: number, { cut = [], spare = [] }: TableOptions): Widths => {
  const [first, ...others] = spare;
  const fitted = narrow(widths, columns, cut);
  if (lineOf(fitted) <= columns) return fitted;
  if (first === undefined)
    return narrow(
      fitted,
      columns,
      cut.toReversed().map(([column]) => [column, LEAST]),
    );
  const rest = new Map([...widths].filter(([column]) => column !== first));
  return fitWidths(rest, columns, { cut, spare: others });
};

const narrow = (widths: Widths, columns: number, cut: [column: number, width: number][]): Widths => {
  const fitted = new Map(widths);
  for (const [column, least] of cut) {
    const width = fitted.get(column) ?? 0;
    const tooMuch = Math.max(0, lineOf(fitted) - columns);
    if (width > least) fitted.set(column, Math.max(least, width - tooMuch));
  }
  return fitted;
};

const lineOf = (widths: Widths): number =>
  [...widths.values()].reduce((sum, width) => sum + width, GAP * (widths.size - 1));

/** The width for a table; undefined in a pipe or a file. COLUMNS wins, as with `ls`. */
export const columnsOf = (
  { isTTY, columns }: { isTTY?: boolean; columns?: number },
  environment: Record<string, string | undefined>,
): number | undefined => {
  if (!isTTY) return undefined;
  const wanted = Number(environment.COLUMNS) || columns || 0;
  // The last column stays free, as in board.ts.
  return wanted > 1 ? wanted - 1 : undefined;
};
