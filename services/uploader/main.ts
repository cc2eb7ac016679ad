// The command `uploader`, from the command line to the exit code: signals, and how it ends. Only this file exits.
import packageJson from '../../package.json' with { type: 'json' };
import { assertNotMisspelt } from './cli/misspelt.ts';
import { parseArgs } from './cli/program.ts';
import { EXIT, type ExitCode } from './failures/exit-codes.ts';
import { explain } from './failures/explain.ts';
import type { Reporter } from './output/events.ts';
import { makePlainReporter, makeReporter } from './output/reporter.ts';

/** How long programs and folders may take to go after Ctrl-C. */
const GRACE_MS = 5_000;

const interrupted = new AbortController();
// Until the command line says how: it may be wrong.
let reporter: Reporter = makePlainReporter(process);

const main = async (): Promise<ExitCode> => {
  const call = parseArgs(process.argv.slice(2), packageJson.version);
  if ('text' in call) {
    process.stdout.write(call.text);
    return EXIT.done;
  }
  reporter = makeReporter(call.options, process);
  if ('dir' in call.options) await assertNotMisspelt(call.options.dir);
  return call.act({ emit: reporter.emit, signal: interrupted.signal });
};

/** What a pipe with a slow reader has not taken yet would be lost by an exit. */
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
  const message = 'Stopping. Ctrl-C again ends it at once.';
  reporter.emit({ type: 'note', level: 'warning', message });
  // An S3 that does not answer must not keep anybody waiting.
  setTimeout(fail, GRACE_MS).unref();
};

const fail = (error?: unknown): Promise<never> => {
  const explained = interrupted.signal.aborted
    ? { message: 'Interrupted. The same command goes on where it stopped.', exitCode: EXIT.interrupted }
    : explain(error);
  reporter.emit({ type: 'error', ...explained });
  return end(explained.exitCode);
};

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, onSignal);
// Whoever reads may have seen enough (`| head`): the work goes on all the same.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

await main().then(end, fail);
