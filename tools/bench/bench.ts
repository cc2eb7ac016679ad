// `npm run bench`: transcribes the same lecture with this project and with the original project's command, in turn.
// Prints Markdown for docs/performance.md to stdout, and progress to stderr.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { wordErrors } from '../../tests/fixtures/wer.ts';
import { chooseEngineContenders, type EngineContender } from './contenders.ts';
import { type Lecture, makeLecture, takeLecture } from './lecture.ts';
import { describeMachine } from './machine.ts';
import { measure } from './measure.ts';
import { BENCH_HELP, type BenchOptions, parseBenchOptions } from './options.ts';
import { type BenchRow, formatBenchTable, type Result } from './table.ts';

const say = (text: string) => process.stderr.write(`${text}\n`);

const main = async () => {
  const options = parseBenchOptions(process.argv.slice(2));
  if (options === undefined) return process.stdout.write(BENCH_HELP);
  const contenders = chooseEngineContenders(options);
  say('  the lecture, and the seed’s engine: the first time this takes minutes');
  const lecture = await lectureOf(options);
  const load = loadavg()[0] ?? 0;
  if (load > availableParallelism() / 2)
    say(`  this machine is busy (load ${load.toFixed(1)}): no figures to keep`);
  const rows = await compare(contenders, lecture, options.rounds);
  return process.stdout.write(report(rows, lecture, options));
};

const lectureOf = ({ recording, minutes }: BenchOptions): Promise<Lecture> =>
  recording ? takeLecture(recording.lecture, recording.words) : makeLecture(minutes);

/** A, B, A, B: a temporary slowdown of the machine affects all of them. */
const compare = async (
  contenders: EngineContender[],
  lecture: Lecture,
  rounds: number,
): Promise<BenchRow[]> => {
  const rows = contenders.map((contender) => ({ contender, name: contender.name, results: [] as Result[] }));
  for (let round = 1; round <= rounds; round++) {
    for (const { contender, name, results } of rows) {
      const result = await runOnce(contender, lecture);
      results.push(result);
      say(`  round ${round} of ${rounds}, ${name}: ${result.wallSeconds.toFixed(1)} s`);
    }
  }
  return rows;
};

const runOnce = async (contender: EngineContender, lecture: Lecture): Promise<Result> => {
  const dir = await mkdtemp(join(tmpdir(), 'bench-'));
  try {
    const call = await contender.prepare(lecture, dir);
    const cost = await measure(call);
    // The seed's whisper-cli exits with 0 even if it wrote nothing; then this throws.
    const heard = await readFile(call.transcript, 'utf8');
    return { ...cost, errors: wordErrors(lecture.words, heard) };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
};

const report = (
  rows: BenchRow[],
  { seconds, words }: Lecture,
  { rounds, recording }: BenchOptions,
): string => {
  const count = words.split(/\s+/).filter((word) => word !== '').length;
  const what = `${recording ? 'A recording' : 'A synthetic lecture'} of ${seconds.toFixed(0)} s and ${count} words`;
  const often =
    rounds === 1 ? 'one round' : `the medians of ${rounds} rounds in turn; in brackets the extremes`;
  return `${describeMachine()}.\n${what}, ${often}.\n\n${formatBenchTable(rows, seconds)}`;
};

main().catch((error: unknown) => {
  say(Error.isError(error) ? error.message : String(error));
  process.exitCode = 1;
});
