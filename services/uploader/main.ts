// The command `uploader`, from the command line to the exit code. Only this file prints results and exits.
import { randomUUID } from 'node:crypto';
import packageJson from '../../package.json' with { type: 'json' };
import type { Report } from '../shared/contracts.ts';
import { UserError } from '../shared/errors.ts';
import { withTerms } from '../shared/glossary.ts';
import { runId } from '../shared/keys.ts';
import { type Options, parseArgs } from './args.ts';
import { openCloud } from './cloud.ts';
import { readCourse } from './course.ts';
import type { Destination } from './destination.ts';
import { explain } from './explain.ts';
import { fetchTranscripts } from './fetch.ts';
import { followRun } from './follow.ts';
import { readGlossaries } from './glossary.ts';
import { openLocal } from './local/open.ts';
import { type PlannedFile, planRun } from './plan.ts';
import { makeProgress, type Progress } from './progress.ts';
import { bytes, closing, count, planTable, runProgress } from './summary.ts';
import { startRun, uploadAll } from './upload.ts';

const EXIT = { done: 0, badInput: 1, someFailed: 2, interrupted: 130 } as const;

const main = async (): Promise<number> => {
  const options = parseArgs(process.argv.slice(2), packageJson.version);
  if ('text' in options) {
    process.stdout.write(options.text);
    return EXIT.done;
  }
  const course = await readCourse(options.dir, options.anyLayout, options.out);
  const destination = options.local
    ? await openLocal(options.out, { ...options, signal: interrupted.signal, onWait: progress.update })
    : await openCloud(options.stack);
  try {
    progress.update(`Reading ${count(course.length, 'video')}`);
    const glossaries = await readGlossaries(
      options.dir,
      course.map(({ key }) => key),
    );
    const wantedFor = (key: string) => withTerms(options.wanted, key, glossaries);
    const plan = await planRun(course, destination, wantedFor, interrupted.signal);
    return await carryOut(plan, destination, options);
  } finally {
    progress.clear();
    await destination.close();
  }
};

const carryOut = async (plan: PlannedFile[], destination: Destination, options: Options): Promise<number> => {
  if (options.dryRun) {
    progress.clear();
    console.log(`${planTable(plan)}\nDry run to ${destination.name}: nothing was sent.`);
    return EXIT.done;
  }
  if (options.wait && !destination.execution)
    throw new UserError('--wait needs --stack NAME or STATE_MACHINE_ARN.');
  const todo = plan.filter(({ action }) => action !== 'upToDate');
  const upToDate = plan.length - todo.length;
  if (upToDate > 0) progress.done(`${count(upToDate, 'transcript')} up to date already`);
  const run = todo.length > 0 ? await send(todo, destination) : undefined;
  if (!options.wait && !options.local) {
    if (run)
      console.log(`The run ${run} is on its way in ${destination.name}. Add --wait to stay until it ends.`);
    return EXIT.done;
  }
  const report = run === undefined ? undefined : await follow(run, todo.length, destination);
  return finish(plan, report, destination, options.out);
};

/** Uploads and starts the run, and gives its id. */
const send = async (todo: PlannedFile[], destination: Destination): Promise<string> => {
  const { s3, videos, name } = destination;
  const files = todo.filter(({ action }) => action === 'send');
  const total = files.reduce((sum, { size }) => sum + size, 0);
  await destination.assertRoom(files.map(({ size }) => size));
  let sent = 0;
  const onBytes = (more: number) => {
    sent += more;
    progress.update(`Sending to ${name}: ${bytes(sent)} of ${bytes(total)}`);
  };
  const items = await uploadAll(todo, { s3, videos, signal: interrupted.signal, onBytes });
  const running = await destination.runningRun(items);
  const run = running ?? (await destination.unfinishedRun()) ?? runId(new Date(), randomUUID());
  if (!running) await startRun(videos, run, items);
  if (files.length > 0) progress.done(`Sent ${count(files.length, 'video')} (${bytes(total)}) to ${name}`);
  return run;
};

const follow = async (run: string, videos: number, destination: Destination): Promise<Report> => {
  const started = performance.now();
  progress.update(`Transcribing: waiting for the run ${run} to start`);
  const report = await followRun(run, {
    destination,
    signal: interrupted.signal,
    onProgress: (now) => progress.update(runProgress(now, videos)),
  }).catch((error) => {
    if (interrupted.signal.aborted) console.error(destination.afterInterruption(run));
    throw error;
  });
  const { done, durationSeconds } = report.totals;
  const seconds = Math.round((performance.now() - started) / 1_000);
  progress.done(
    `Transcribed ${count(done, 'video')}, ${(durationSeconds / 60).toFixed(1)} minutes, in ${seconds} s`,
  );
  return report;
};

const finish = async (
  plan: PlannedFile[],
  report: Report | undefined,
  { transcripts }: Destination,
  out: string,
) => {
  const failed = report?.videos.filter(({ state }) => state === 'failed') ?? [];
  const failedKeys = new Set(failed.map(({ key }) => key));
  const done = plan.map(({ key }) => key).filter((key) => !failedKeys.has(key));
  const fetched = await fetchTranscripts(transcripts, done, out);
  progress.clear();
  console.log(closing(fetched, failed));
  const isWhole = fetched.every(({ lostSeconds }) => lostSeconds === 0);
  return failed.length > 0 || !isWhole ? EXIT.someFailed : EXIT.done;
};

/** How long programs and folders may take to go after Ctrl-C. */
const GRACE_MS = 5_000;

const interrupted = new AbortController();
const progress: Progress = makeProgress(process.stderr);

const onSignal = () => {
  if (interrupted.signal.aborted) process.exit(EXIT.interrupted);
  interrupted.abort();
  // An S3 that does not answer must not keep anybody waiting.
  setTimeout(() => process.exit(EXIT.interrupted), GRACE_MS).unref();
};
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, onSignal);

try {
  process.exit(await main());
} catch (error) {
  progress.clear();
  console.error(
    interrupted.signal.aborted ? 'Interrupted. The same command goes on where it stopped.' : explain(error),
  );
  process.exit(interrupted.signal.aborted ? EXIT.interrupted : EXIT.badInput);
}
