// Chooses the output: terminal, plain lines or NDJSON.
import { createLogUpdate } from 'log-update';
import { makePaint, wantsColor } from './color.ts';
import type { Reporter } from './events.ts';
import type { Loudness, Widths } from './human.ts';
import { makeNdjson } from './ndjson.ts';
import { makePlain } from './plain.ts';
import { columnsOf } from './table.ts';
import { makeTerminal } from './terminal.ts';

export type OutputOptions = Loudness & { json: boolean; color: boolean };

type Streams = { stdout: NodeJS.WriteStream; stderr: NodeJS.WriteStream };

const now = () => performance.now();

const paintsOf = (color: boolean, { stdout, stderr }: Streams) => {
  const paintOf = (stream: NodeJS.WriteStream) =>
    makePaint(wantsColor(color, process.env, stream.isTTY === true));
  return { stdout: paintOf(stdout), stderr: paintOf(stderr) };
};

const widthsOf = ({ stdout, stderr }: Streams): Widths => ({
  stdout: columnsOf(stdout, process.env),
  stderr: columnsOf(stderr, process.env),
});

export const makeReporter = (options: OutputOptions, { stdout, stderr }: Streams): Reporter => {
  const { json, quiet, color } = options;
  if (json) return makeNdjson({ ...options, stdout, now });
  const paints = paintsOf(color, { stdout, stderr });
  const widths = () => widthsOf({ stdout, stderr });
  // A terminal without a size, as in some CI systems, would be cleared line by line for ever.
  const isTerminal =
    stderr.isTTY === true && stderr.columns > 0 && stderr.rows > 0 && process.env.TERM !== 'dumb';
  if (!isTerminal || quiet) return makePlain({ ...options, stdout, stderr, paints, widths, now });
  return makeTerminal({ ...options, stdout, stderr, live: createLogUpdate(stderr), paints, widths });
};

/** Used until the command line is parsed, which may be impossible. @param argv without node and the script. */
export const makeEarlyReporter = (argv: string[], { stdout, stderr }: Streams): Reporter => {
  const options = { quiet: false, verbose: false, json: argv.includes('--json'), color: true };
  if (options.json) return makeNdjson({ ...options, stdout, now });
  return makePlain({ ...options, stdout, stderr, paints: paintsOf(true, { stdout, stderr }), now });
};
