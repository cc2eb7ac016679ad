// `npm run bench:upload`: runs this project's uploader, `aws s3 sync` and `s5cmd` in turn against a local S3 endpoint.
// Prints Markdown for docs/uploading.md to stdout, and progress to stderr.
import { availableParallelism, loadavg } from 'node:os';
import { describeMachine } from '../machine.ts';
import { chooseUploadContenders, knowsFlag, makeUploader, type UploadContender } from './contenders.ts';
import { type BenchCourse, casesOf, makeCourse, warm } from './files.ts';
import { makeLectures } from './lectures.ts';
import {
  type BenchPart,
  parseUploadBenchOptions,
  UPLOAD_BENCH_HELP,
  type UploadBenchOptions,
} from './options.ts';
import { compareTable, resumeTable, type UploadRow } from './report.ts';
import { type Resumed, resume } from './resume.ts';
import { sendOnce } from './run.ts';
import { withServer } from './server.ts';

const say = (text: string) => process.stderr.write(`${text}\n`);

const WHOLE = '--whole-video';
const AWS = 'aws s3 sync';

const main = async () => {
  const options = parseUploadBenchOptions(process.argv.slice(2));
  if (options === undefined) return process.stdout.write(UPLOAD_BENCH_HELP);
  const hasSoundtracks = await knowsFlag(options.uploader, WHOLE);
  const flags = hasSoundtracks ? [WHOLE, ...options.flags] : options.flags;
  const uploader = makeUploader('uploader', options.uploader, flags);
  const contenders = await chooseUploadContenders(options.contenders, uploader, say);
  const load = loadavg()[0] ?? 0;
  if (load > availableParallelism() / 2)
    say(`  this machine is busy (load ${load.toFixed(1)}): no figures to keep`);
  const parts: Record<BenchPart, () => Promise<string>> = {
    compare: () => compare(contenders, options),
    resume: () => resumeAll(contenders, options),
    link: () => overLink(contenders, hasSoundtracks, options),
  };
  const texts = [about(contenders, options)];
  for (const part of options.parts) texts.push(await parts[part]());
  return process.stdout.write(`${texts.join('\n')}`);
};

const about = (contenders: UploadContender[], { server, rounds }: UploadBenchOptions): string => {
  const versions = contenders.map(({ version }) => version).filter((version) => version !== '');
  const endpoint =
    server === 'sink'
      ? 'an S3 endpoint that counts and forgets, over HTTP on loopback'
      : "this project's local S3 server, over HTTP on loopback";
  const often = rounds === 1 ? 'One round' : `Medians of ${rounds} rounds in turn; in brackets the extremes`;
  return `${[describeMachine(), ...versions].join(', ')}.\nTo ${endpoint}, which runs on the same cores. ${often}.\n`;
};

/** A, B, A, B: a temporary slowdown of the machine affects all of them. */
const compare = async (contenders: UploadContender[], options: UploadBenchOptions): Promise<string> => {
  const tables: string[] = [];
  for (const wanted of casesOf(options.scale)) {
    const course = await prepare(() => makeCourse(wanted));
    const rows: UploadRow[] = contenders.map(({ name }) => ({ name, results: [] }));
    for (let round = 1; round <= options.rounds; round++) {
      for (const [index, contender] of contenders.entries())
        rows[index]?.results.push(await send(contender, course, options));
    }
    tables.push(compareTable(course, rows, AWS));
  }
  return tables.join('\n');
};

const send = async (
  contender: UploadContender,
  course: BenchCourse,
  { server }: UploadBenchOptions,
  bytesPerSecond = 0,
) => {
  const result = await withServer(
    server,
    (endpoint) => sendOnce(contender, course.dir, endpoint),
    bytesPerSecond,
  );
  say(`  ${course.name}, ${contender.name}: ${result.wallSeconds.toFixed(1)} s`);
  return result;
};

const resumeAll = async (
  contenders: UploadContender[],
  { scale, server }: UploadBenchOptions,
): Promise<string> => {
  const tables: string[] = [];
  // Not the small files: tools that compare sizes and times continue with those anyway.
  for (const wanted of casesOf(scale).slice(1)) {
    const course = await prepare(() => makeCourse(wanted));
    const rows: Resumed[] = [];
    for (const contender of contenders) {
      rows.push(await resume(contender, course, server));
      say(`  ${course.name}, ${contender.name}: killed and run again`);
    }
    tables.push(resumeTable(course, rows));
  }
  return tables.join('\n');
};

/** Only the sink can limit the link. */
const overLink = async (
  contenders: UploadContender[],
  hasSoundtracks: boolean,
  options: UploadBenchOptions,
): Promise<string> => {
  const { lectures: count, lectureMinutes: minutes, videoKbit, linkMbit } = options;
  const course = await prepare(() => makeLectures({ count, minutes, videoKbit }));
  const soundtracks = makeUploader('uploader, soundtracks only', options.uploader, options.flags);
  const all = [
    ...(hasSoundtracks ? [soundtracks] : []),
    ...contenders.map((one) => (one.name === 'uploader' ? { ...one, name: 'uploader, whole videos' } : one)),
  ];
  const rows: UploadRow[] = [];
  for (const contender of all) {
    const result = await send(contender, course, { ...options, server: 'sink' }, (linkMbit * 1e6) / 8);
    rows.push({ name: contender.name, results: [result] });
  }
  const bitrate = `a picture of ${videoKbit} kbit/s and sound of 96 kbit/s`;
  const title = `${course.name}, ${bitrate}, over a link of ${linkMbit} Mbit/s`;
  return compareTable({ ...course, name: title }, rows, 'uploader, whole videos');
};

const prepare = async (make: () => Promise<BenchCourse>): Promise<BenchCourse> => {
  const course = await make();
  await warm(course.dir);
  return course;
};

main().catch((error: unknown) => {
  say(Error.isError(error) ? error.message : String(error));
  process.exitCode = 1;
});
