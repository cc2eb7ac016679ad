// The command line, as a tested function: words in, options out.
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { UserError } from '../shared/errors.ts';

export type Options = {
  dir: string;
  anyLayout: boolean;
  local: boolean;
  stack?: string;
  wait: boolean;
  out: string;
  dryRun: boolean;
};

/** What `--help` and `--version` print instead of a run. */
export type Printed = { text: string };

const EXIT_CODES = `
Exit codes:
  0    all done
  1    bad call or bad input, nothing was transcribed
  2    some videos failed, the others are done
  130  interrupted; the same command goes on where it stopped

Examples:
  uploader my-course --local              transcribe here, into transcripts/
  uploader my-course --stack transcribe   send to the stack's bucket; AWS does the rest
  uploader my-course --stack transcribe --wait --out texts
`;

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
  const off = { anyLayout: false, local: false, wait: false, dryRun: false };
  const options = {
    dir: command.args[0] ?? '',
    ...off,
    ...command.opts<Omit<Options, 'dir' | keyof typeof off>>(),
  };
  if (options.local && options.stack)
    throw new UserError('--local and --stack exclude each other: choose where to transcribe.');
  return options;
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
    .version(version, '--version')
    .helpOption('--help', 'print this')
    .addHelpText('after', EXIT_CODES)
    .exitOverride();

const notEmpty = (value: string): string => {
  if (value === '') throw new InvalidArgumentError('It must not be empty.');
  return value;
};
