// The command line, as a tested function: words in, options out.
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { z } from 'zod';
import { Options as Wanted } from '../shared/contracts.ts';
import { UserError } from '../shared/errors.ts';

export type Options = {
  dir: string;
  anyLayout: boolean;
  local: boolean;
  stack?: string | undefined;
  wait: boolean;
  out: string;
  dryRun: boolean;
  /** What is wanted of the engine, the same for each video. */
  wanted: Wanted;
  model?: string | undefined;
  jobs?: number | undefined;
};

/** What `--help` and `--version` print instead of a run. */
export type Printed = { text: string };

const EXIT_CODES = `
Exit codes:
  0    all done
  1    bad call or bad input, nothing was transcribed
  2    some videos failed or are cut off, the others are done
  130  interrupted; the same command goes on where it stopped

Examples:
  uploader my-course --local              transcribe here, into transcripts/
  uploader my-course --stack transcribe   send to the stack's bucket; AWS does the rest
  uploader my-course --stack transcribe --wait --out texts
  uploader mein-kurs --local --model small-q8_0 --language de

A file glossary.txt at any level of the course, one name or term a line, is part of the prompt below its folder.
`;

/** --strict asks for words in so much of the speech: a second or two of an hour may well be a cough. */
const STRICT_COVERAGE = 0.95;

/**
 * @param argv without node and the script.
 * @throws {UserError} with what is wrong and where to look.
 */
export const parseArgs = (argv: string[], version: string): Options | Printed => {
  let printed = '';
  const command = program(version).configureOutput({
    writeOut: (text) => {
      printed += text;
    },
    writeErr: () => {},
  });
  try {
    command.parse(argv, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return { text: printed };
    throw new UserError(`${error.message.replace(/^error: |\.$/g, '')}. See uploader --help.`, {
      cause: error,
    });
  }
  const { strict, ...flags } = Flags.parse(command.opts());
  const { quality, language, translate, prompt, audioTrack, ...options } = flags;
  if (options.local && options.stack)
    throw new UserError('--local and --stack exclude each other: choose where to transcribe.');
  if (!options.local && (options.model || options.jobs))
    throw new UserError(
      `${options.model ? '--model' : '--jobs'} is for --local. A stack has its own: the parameters WhisperModel and TranscriberMemory.`,
    );
  const minCoverage = strict ? STRICT_COVERAGE : undefined;
  const wanted = Wanted.parse({ quality, language, translate, prompt, audioTrack, minCoverage });
  return { dir: command.args[0] ?? '', ...options, wanted };
};

const program = (version: string): Command =>
  new Command('uploader')
    .description('Transcribes a folder of course videos: week<number>/lesson<number>/video<number>.mp4')
    .argument('<dir>', 'the folder')
    .option('--local', 'transcribe on this machine, without an AWS account')
    .option(
      '--stack <name>',
      'the stack that `sam deploy` made (otherwise .env or the environment names the buckets)',
      notEmpty,
    )
    .option('--wait', 'stay until the transcripts are there and download them')
    .option('--out <folder>', 'where the transcripts go', notEmpty, 'transcripts')
    .option('--any-layout', 'take any tree and any audio or video file')
    .option('--dry-run', 'say what would be done, and do nothing')
    .addOption(new Option('--quality <level>', 'speed or accuracy').choices(['fast', 'balanced', 'best']))
    .option('--language <code>', 'of the speech (de, ja, …), or auto: found once a video', notEmpty)
    .option('--translate', 'write English, whatever is spoken')
    .option('--prompt <text>', 'names and terms to expect', notEmpty)
    .option('--audio-track <n>', 'which soundtrack, from 1; the default one otherwise', positive)
    .option('--strict', `fail a video where less than ${STRICT_COVERAGE * 100} % of its speech has words`)
    .option('--model <name>', "with --local: a model by whisper.cpp's name, or a file", notEmpty)
    .option('-j, --jobs <n>', 'with --local: programs at once, as many as cores otherwise', positive)
    .version(version, '--version')
    .helpOption('--help', 'print this')
    .addHelpText('after', EXIT_CODES)
    .exitOverride();

/** What commander gives. */
const Flags = z.object({
  anyLayout: z.boolean().default(false),
  local: z.boolean().default(false),
  stack: z.string().optional(),
  wait: z.boolean().default(false),
  out: z.string(),
  dryRun: z.boolean().default(false),
  model: z.string().optional(),
  jobs: z.number().optional(),
  strict: z.boolean().default(false),
  ...Wanted.omit({ minCoverage: true }).shape,
});

const positive = (value: string): number => {
  if (!/^[1-9]\d{0,3}$/.test(value)) throw new InvalidArgumentError('It must be a whole number from 1.');
  return Number(value);
};

const notEmpty = (value: string): string => {
  if (value === '') throw new InvalidArgumentError('It must not be empty.');
  return value;
};
