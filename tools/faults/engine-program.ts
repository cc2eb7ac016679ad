// The program `transcribe-engine` of the fault runs. `quick` answers at once, with the same words; `real FILE` passes
// all to the engine in FILE. Both note each stretch, to show if something is heard twice.
// engine-program.ts NOTES quick|FILE [arguments of transcribe-engine]
import { spawn } from 'node:child_process';
import { appendFileSync } from 'node:fs';

const [notes = '', kind = '', ...args] = process.argv.slice(2);

const SECONDS = 300;
const WORDS = ['One', 'two', 'three', 'four', 'five'];

type Job = { type: string; bytes: number; beams?: number; prompt?: string };

/** Each quality has its own word, so that a mixture is noticed. */
const window = (beams = 0) => ({
  type: 'window',
  start: 0,
  end: 3,
  words: [...WORDS, `beam${beams}`].map((text, index) => ({
    ...{ start: index * 0.5, end: index * 0.5 + 0.5, text, probability: 0.9 },
  })),
});

const speech = { type: 'speech', speech: [[0, SECONDS]], windows: [] };

const answersTo = ({ type, beams }: Job): object[] => {
  if (type === 'transcribe') return [speech, window(beams), { type: 'done' }];
  if (type === 'speech') return [speech];
  if (type === 'language') return [{ type: 'language', language: 'en', probability: 0.9 }];
  return [{ type: 'tokens', count: 1 }];
};

/** Calls `use` for each job once all of its sound has arrived, and `hand` for every chunk before that. */
const readJobs = async (hand: (chunk: Buffer) => void, use: (job: Job) => void): Promise<void> => {
  let rest: Buffer = Buffer.alloc(0);
  let job: Job | undefined;
  for await (const chunk of process.stdin) {
    hand(chunk);
    rest = Buffer.concat([rest, chunk]);
    for (;;) {
      const end = rest.indexOf('\n');
      if (!job && end >= 0) {
        job = JSON.parse(rest.toString('utf8', 0, end)) as Job;
        rest = rest.subarray(end + 1);
      }
      if (!job || rest.length < job.bytes) break;
      rest = rest.subarray(job.bytes);
      use(job);
      job = undefined;
    }
  }
};

const note = ({ type }: Job) => {
  if (type === 'transcribe') appendFileSync(notes, 'heard\n');
};

if (args.includes('--help')) process.exit(0);
if (kind === 'quick') {
  const say = (answer: object) => process.stdout.write(`${JSON.stringify(answer)}\n`);
  say({ type: 'ready', version: '1', kernels: 'quick' });
  await readJobs(
    () => {},
    (job) => {
      note(job);
      answersTo(job).forEach(say);
    },
  );
} else {
  const engine = spawn(kind, args, { stdio: ['pipe', 'inherit', 'inherit'] });
  engine.on('exit', (code, signal) => (signal ? process.kill(process.pid, signal) : process.exit(code ?? 1)));
  engine.stdin.on('error', () => {});
  await readJobs((chunk) => engine.stdin.write(chunk), note);
  engine.stdin.end();
}
