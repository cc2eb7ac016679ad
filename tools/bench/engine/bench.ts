// `npm run bench:engine`: the engine alone on a lecture, in one process, compared with faster-whisper if it is available.
// Compare processor seconds: if both run in turn, they are valid on a busy machine, too.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import {
  Answer,
  asInput,
  buildNativeEngine,
  soundOf,
  TINY,
  VAD,
} from '../../../tests/fixtures/native-engine.ts';
import { wordErrors } from '../../../tests/fixtures/wer.ts';
import { type Lecture, makeLecture, takeLecture } from '../lecture.ts';
import { describeMachine } from '../machine.ts';
import { type Command, measure } from '../measure.ts';

const HELP = `npm run bench:engine -- [options]

  --minutes N       length of the lecture (13)
  --rounds N        how often each runs, in turn (2)
  --beams A,B       one contender each (1,3,5)
  --kernels A,B     also these kernels, with 3 beams: avx512, avxvnni, avx2, sse4, dotprod, plain
  --model FILE      a Whisper model (tiny.en)
  --lecture FILE --words FILE   a recording of your own and its words
  --python PROGRAM --ct2 FOLDER also faster-whisper: a Python that has it, and a model that ggml-to-ct2.py made
`;

type Contender = { name: string; call: (dir: string) => Command; text: (dir: string) => Promise<string> };

const ours = (program: string, name: string, model: string, options: object, kernels = ''): Contender => ({
  name,
  call: (dir) => ({
    command: 'bash',
    args: ['-c', '"$0" "$@" <job >answers', program, '--model', model, '--vad', VAD, '--kernels', kernels],
    cwd: dir,
  }),
  text: async (dir) => {
    const lines = (await readFile(join(dir, 'answers'), 'utf8')).trimEnd().split('\n');
    const answers = lines.map((line) => Answer.parse(JSON.parse(line)));
    const done = answers.find((answer) => answer.type === 'done');
    process.stderr.write(`  ${name}: ${JSON.stringify({ options, ...done?.spent })}\n`);
    return answers.flatMap((answer) => (answer.type === 'window' ? [answer.text] : [])).join('\n');
  },
});

const fasterWhisper = (python: string, model: string): Contender => ({
  name: 'faster-whisper, int8, batched 8, beam 5, 1 thread',
  call: (dir) => {
    const script = join(import.meta.dirname, 'faster-whisper.py');
    return { command: python, args: [script, 'sound', 'text', model], cwd: dir };
  },
  text: (dir) => readFile(join(dir, 'text'), 'utf8'),
});

const runOnce = async ({ call, text }: Contender, sound: Buffer, options: object, lecture: Lecture) => {
  const dir = await mkdtemp(join(tmpdir(), 'bench-engine-'));
  try {
    await writeFile(join(dir, 'sound'), sound);
    await writeFile(
      join(dir, 'job'),
      asInput({ header: { id: 'a', type: 'transcribe', ...options }, sound }),
    );
    const { wallSeconds, cpuSeconds, peakBytes } = await measure(call(dir));
    const { rate, deleted } = wordErrors(lecture.words, await text(dir));
    const cells = [wallSeconds.toFixed(1), cpuSeconds.toFixed(1), (peakBytes / 1e6).toFixed(0)];
    return [...cells, `${(100 * rate).toFixed(2)} %`, deleted].join(' | ');
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
};

const main = async () => {
  const text = (value: string) => ({ type: 'string' as const, default: value });
  const { values } = parseArgs({
    options: {
      ...{
        minutes: text('13'),
        rounds: text('2'),
        beams: text('1,3,5'),
        kernels: text(''),
        model: text(TINY),
      },
      ...{ lecture: text(''), words: text(''), python: text(''), ct2: text(''), help: { type: 'boolean' } },
    },
  });
  if (values.help) return process.stdout.write(HELP);
  const program = join(await buildNativeEngine(), 'transcribe-engine');
  // It runs in another folder.
  const model = resolve(values.model);
  const lecture = values.lecture
    ? await takeLecture(values.lecture, values.words)
    : await makeLecture(Number(values.minutes));
  const sound = await soundOf(lecture.wav);
  const list = (names: string) => names.split(',').filter((name) => name !== '');
  const contenders: [Contender, object][] = [
    ...list(values.beams).map((beams): [Contender, object] => {
      const options = { beams: Number(beams), language: 'en' };
      return [ours(program, `beam ${beams}`, model, options), options];
    }),
    ...list(values.kernels).map((name): [Contender, object] => {
      const options = { beams: 3, language: 'en' };
      return [ours(program, `beam 3, ${name}`, model, options, name), options];
    }),
    ...(values.python ? [[fasterWhisper(values.python, values.ct2), {}] as [Contender, object]] : []),
  ];
  process.stdout.write(
    `${describeMachine()}.\n${lecture.seconds.toFixed(0)} s, one process, one thread.\n\n`,
  );
  process.stdout.write('| | wall s | CPU s | peak MB | WER | deleted |\n|---|---|---|---|---|---|\n');
  for (let round = 0; round < Number(values.rounds); round++)
    for (const [contender, options] of contenders)
      process.stdout.write(`| ${contender.name} | ${await runOnce(contender, sound, options, lecture)} |\n`);
  return undefined;
};

await main();
