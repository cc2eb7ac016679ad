// Parses the benchmark's options. The contenders are in contenders.ts.
import { parseArgs } from 'node:util';

export type BenchOptions = {
  minutes: number;
  rounds: number;
  contenders: string[];
  workers: number[];
  recording?: { lecture: string; words: string };
  /** A Python that has faster-whisper, and a model that engine/ggml-to-ct2.py made for it. */
  fasterWhisper?: { python: string; model: string };
};

export const BENCH_HELP = `npm run bench -- [options]

  --minutes N          length of the lecture (15)
  --rounds N           number of rounds, in each of which every contender runs once (3)
  --contenders A,B     any of seed, faster-whisper, balanced, fast, best, tiny.en (seed,balanced)
  --workers N,M        also run balanced with this many processes, one contender per number
  --lecture FILE --words FILE
                       your own recording and its words, instead of the synthetic lecture
  --python PROGRAM --ct2 FOLDER
                       for faster-whisper: a Python that has it, and a model made by engine/ggml-to-ct2.py
  --help               show this help
`;

/** Returns undefined for --help. @throws with what is wrong. */
export const parseBenchOptions = (args: string[]): BenchOptions | undefined => {
  const { values } = parseArgs({
    args,
    options: {
      minutes: { type: 'string', default: '15' },
      rounds: { type: 'string', default: '3' },
      contenders: { type: 'string', default: 'seed,balanced' },
      workers: { type: 'string', default: '' },
      lecture: { type: 'string' },
      words: { type: 'string' },
      python: { type: 'string' },
      ct2: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  const { lecture, words, python, ct2: model } = values;
  if ((python === undefined) !== (model === undefined))
    throw new Error('--python and --ct2 go together: a Python that has faster-whisper, and its model.');
  if ((lecture === undefined) !== (words === undefined))
    throw new Error('--lecture and --words go together: a recording, and what is said in it.');
  return {
    minutes: above0('--minutes', values.minutes),
    rounds: Math.ceil(above0('--rounds', values.rounds)),
    contenders: listOf(values.contenders),
    workers: listOf(values.workers).map((count) => above0('--workers', count)),
    ...(lecture !== undefined && words !== undefined && { recording: { lecture, words } }),
    ...(python !== undefined && model !== undefined && { fasterWhisper: { python, model } }),
  };
};

const listOf = (text: string): string[] => text.split(',').filter((part) => part !== '');

const above0 = (option: string, text: string): number => {
  const number = Number(text);
  if (number > 0 && number < Number.POSITIVE_INFINITY) return number;
  throw new Error(`${option} must be a number above 0, not ${text}.`);
};
