// `npm run simulate`: a run of many videos against AWS's quotas, in virtual time. Prints to stdout. It is not a load test:
// nothing is called, and AWS's behaviour beyond its documented quotas is unknown.
import { CommanderError } from 'commander';
import { type Asked, parseSimulationOptions } from './options.ts';
import { type Simulation, simulate } from './simulation.ts';
import { readStack } from './stack.ts';
import { formatSimulation } from './table.ts';
import { judge } from './verdict.ts';

/** The exit code for wrong usage. */
const MISUSED = 2;

const main = async (): Promise<void> => {
  const stack = await readStack();
  const parsed = options(process.argv.slice(2), stack);
  if (!parsed) return;
  const simulation = await simulate(parsed.settings, stack);
  process.stdout.write(parsed.json ? toJson(simulation) : formatSimulation(simulation));
};

/** Undefined if commander has printed everything. */
const options = (args: string[], stack: Parameters<typeof parseSimulationOptions>[1]): Asked | undefined => {
  try {
    return parseSimulationOptions(args, stack);
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    process.exitCode = error.exitCode === 0 ? 0 : MISUSED;
    return undefined;
  }
};

const toJson = (simulation: Simulation): string => {
  const { settings, seconds, dollars, transcribeDollars, failed, failures, run, resources } = simulation;
  const { waited, counts } = run;
  const what = {
    settings,
    seconds,
    dollars,
    transcribeDollars,
    failed,
    failures: Object.fromEntries(failures),
  };
  return `${JSON.stringify({ ...what, ...counts, waited, resources, verdict: judge(simulation) }, null, 2)}\n`;
};

await main();
