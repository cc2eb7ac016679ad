// Parses the options of `npm run bench:upload`.
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

const ROOT = join(import.meta.dirname, '../../..');

const PARTS = ['compare', 'resume', 'link'] as const;
const CONTENDERS = ['uploader', 'aws', 's5cmd'] as const;
const SERVERS = ['sink', 'store'] as const;

export type BenchPart = (typeof PARTS)[number];
export type ContenderName = (typeof CONTENDERS)[number];
export type ServerKind = (typeof SERVERS)[number];

export type UploadBenchOptions = {
  parts: BenchPart[];
  contenders: ContenderName[];
  server: ServerKind;
  scale: number;
  rounds: number;
  linkMbit: number;
  lectures: number;
  lectureMinutes: number;
  videoKbit: number;
  /** The command of this checkout or another. */
  uploader: string;
  /** Additional arguments for the uploader. */
  flags: string[];
};

export const UPLOAD_BENCH_HELP = `npm run bench:upload -- [options]

  --parts A,B           of compare, resume, link (all of them)
  --contenders A,B      of uploader, aws, s5cmd (all of them)
  --server KIND         sink: an S3 that counts and forgets (default); store: the local store of this project
  --scale N             1 is 200 files of 1 MB, 8 of 256 MB and one of 4 GB; 0.1 a tenth of that
  --rounds N            how often each contender runs, in turn (3); resume and link run once
  --link-mbit N         of the link that is limited (50)
  --lectures N          synthetic lectures that go over it (4)
  --lecture-minutes N   length of each (15)
  --video-kbit N        their picture's bitrate; the sound has 96 kbit/s (1500)
  --uploader FILE       the command of another checkout (bin/uploader.js)
  --flags "A B"         additional arguments for the uploader
  --help                show this help
`;

/** Returns undefined for --help. @throws with what is wrong. */
export const parseUploadBenchOptions = (args: string[]): UploadBenchOptions | undefined => {
  const { values } = parseArgs({
    args,
    options: {
      parts: { type: 'string', default: PARTS.join() },
      contenders: { type: 'string', default: CONTENDERS.join() },
      server: { type: 'string', default: 'sink' },
      scale: { type: 'string', default: '1' },
      rounds: { type: 'string', default: '3' },
      'link-mbit': { type: 'string', default: '50' },
      lectures: { type: 'string', default: '4' },
      'lecture-minutes': { type: 'string', default: '15' },
      'video-kbit': { type: 'string', default: '1500' },
      uploader: { type: 'string', default: 'bin/uploader.js' },
      flags: { type: 'string', default: '' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  return {
    parts: values.parts.split(',').map((word) => oneOf('--parts', PARTS, word)),
    contenders: values.contenders.split(',').map((word) => oneOf('--contenders', CONTENDERS, word)),
    server: oneOf('--server', SERVERS, values.server),
    scale: above0('--scale', values.scale),
    rounds: Math.ceil(above0('--rounds', values.rounds)),
    linkMbit: above0('--link-mbit', values['link-mbit']),
    lectures: Math.ceil(above0('--lectures', values.lectures)),
    lectureMinutes: above0('--lecture-minutes', values['lecture-minutes']),
    videoKbit: above0('--video-kbit', values['video-kbit']),
    uploader: resolve(ROOT, values.uploader),
    flags: values.flags.split(' ').filter((word) => word !== ''),
  };
};

const oneOf = <T extends string>(option: string, all: readonly T[], word: string): T => {
  const found = all.find((one) => one === word);
  if (found !== undefined) return found;
  throw new Error(`${option} must be one of ${all.join(', ')}, not ${word}.`);
};

const above0 = (option: string, text: string): number => {
  const number = Number(text);
  if (number > 0 && number < Number.POSITIVE_INFINITY) return number;
  throw new Error(`${option} must be a number above 0, not ${text}.`);
};
