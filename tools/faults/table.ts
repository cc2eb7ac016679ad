// The table at the end: for each kind of fault, how many points were tried, and with what result.

export type FaultRow = {
  name: string;
  title: string;
  engine: string;
  tried: number;
  met: number;
  /** The run finished its work in spite of the fault. The others were finished by the same command again. */
  atOnce: number;
  broken: number;
};

const COLUMNS = [
  'fault',
  'engine',
  'points',
  'met',
  'done at once',
  'done by the next run',
  'lost or broken',
];

export const faultTable = (
  rows: FaultRow[],
  { seed, minutes }: { seed: number; minutes: number },
): string => {
  const sum = (of: (row: FaultRow) => number) => rows.reduce((all, row) => all + of(row), 0);
  const total: FaultRow = {
    name: 'all',
    title: 'all',
    engine: '',
    tried: sum(({ tried }) => tried),
    met: sum(({ met }) => met),
    atOnce: sum(({ atOnce }) => atOnce),
    broken: sum(({ broken }) => broken),
  };
  const line = ({ name, title, engine, tried, met, atOnce, broken }: FaultRow) =>
    [name === title ? name : `\`${name}\`: ${title}`, engine, tried, met, atOnce, met - atOnce, broken].join(
      ' | ',
    );
  const lines = [COLUMNS.join(' | '), COLUMNS.map(() => '---').join(' | '), ...[...rows, total].map(line)];
  const verdict = total.broken === 0 ? 'Nothing was lost.' : `${total.broken} points broke a promise.`;
  return `\n${lines.map((text) => `| ${text} |`).join('\n')}\n\nSeed ${seed}, ${minutes.toFixed(1)} minutes. ${verdict}`;
};
