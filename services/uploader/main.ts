// The command `uploader`, from the command line to the exit code. Only this file handles signals and exits.
import packageJson from '../../package.json' with { type: 'json' };
import { assertNotMisspelt } from './cli/misspelt.ts';
import { parseArgs } from './cli/program.ts';
import { EXIT, type ExitCode } from './failures/exit-codes.ts';
import { explain } from './failures/explain.ts';
import type { Reporter } from './output/events.ts';
import { makeEarlyReporter, makeReporter } from './output/reporter.ts';

/** How long cleaning up may take after Ctrl-C. */
const GRACE_MS = 5_000;

const interrupted = new AbortController();
const argv = process.argv.slice(2);
let reporter: Reporter = makeEarlyReporter(argv, process);

const main = async (): Promise<ExitCode> => {
  const call = parseArgs(argv, packageJson.version);
  if ('text' in call) {
    const { text, exitCode = EXIT.done } = call;
    (exitCode === EXIT.done ? process.stdout : process.stderr).write(text);
    return exitCode;
  }
  reporter = makeReporter(call.options, process);
  if ('dir' in call.options) await assertNotMisspelt(call.options.dir);
  return call.act({ emit: reporter.emit, signal: interrupted.signal });
};

/** Exiting would lose what a slow reader of a pipe has not taken yet. */
const flush = (stream: NodeJS.WriteStream): Promise<void> =>
  new Promise((resolve) => {
    stream.write('', () => resolve());
  });

const end = async (exitCode: ExitCode): Promise<never> => {
  reporter.close();
  await Promise.all([flush(process.stdout), flush(process.stderr)]);
  process.exit(exitCode);
};

const onSignal = () => {
  if (interrupted.signal.aborted) {
    reporter.close();
    process.exit(EXIT.interrupted);
  }
  interrupted.abort();
  const message = 'Stopping. Press Ctrl-C again to quit at once.';
  reporter.emit({ type: 'note', level: 'warning', message });
  // Do not wait for an S3 that does not answer.
  setTimeout(fail, GRACE_MS).unref();
};

const fail = (error?: unknown): Promise<never> => {
  const explained = interrupted.signal.aborted
    ? {
        message: 'Interrupted. Run the same command again to continue where it stopped.',
        exitCode: EXIT.interrupted,
      }
    : explain(error);
  reporter.emit({ type: 'error', ...explained });
  return end(explained.exitCode);
};

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, onSignal);
// The reader may stop early (`| head`); the work continues.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

await main().then(end, fail);
