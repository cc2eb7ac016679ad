// The flags that several commands share, with their help texts and allowed values.
import { type Command, Option } from 'commander';
import { z } from 'zod';
import { UserError } from '../../shared/contracts/errors.ts';
import { notEmpty } from '../settings/values.ts';

export const flag = z.boolean().default(false);

export const CommonFlags = {
  stack: z.string().optional(),
  profile: z.string().optional(),
  region: z.string().optional(),
  json: flag,
  quiet: flag,
  verbose: flag,
  color: z.boolean().default(true),
};
const Common = z.object(CommonFlags);
export type CommonOptions = z.infer<typeof Common>;

export const OutFlags = {
  out: z.string().default('transcripts'),
  overwrite: flag,
  page: z.boolean().default(true),
};

/** @throws {UserError} if flags exclude each other. */
export const checkOutput = <T extends { quiet: boolean; verbose: boolean }>(options: T): T => {
  if (options.quiet && options.verbose) throw new UserError('--quiet and --verbose cannot be used together.');
  return options;
};

export const outOption = () =>
  new Option('--out <folder>', 'where the transcripts go (default: transcripts)').argParser(notEmpty);

export const overwriteOption = () =>
  new Option('--overwrite', 'also replace transcripts that you edited; they are kept otherwise');

export const noPageOption = () => new Option('--no-page', 'do not make a course page beside the transcripts');

export const addOutput = (command: Command): Command =>
  command
    .optionsGroup('Output:')
    .option('--json', 'print events to stdout as JSON, one per line, for scripts')
    .option('--quiet', 'print only results and errors')
    .option(
      '-v, --verbose',
      'also print why each file is transcribed or not, and where each setting comes from',
    )
    .option('--no-color', 'no colours, as with NO_COLOR in the environment');

export const addCommon = (command: Command): Command =>
  addOutput(
    command
      .addOption(stackOption())
      .addOption(profileOption())
      .addOption(regionOption())
      // Accepted so that it can be refused with a reason.
      .addOption(new Option('--local').hideHelp())
      .helpOption('--help', 'show this help'),
  );

export const stackOption = () =>
  new Option(
    '--stack <name>',
    'the stack that `sam deploy` created (default: from .env or the environment)',
  ).argParser(notEmpty);

export const profileOption = () =>
  new Option('--profile <name>', 'the AWS profile to use').argParser(notEmpty);
export const regionOption = () =>
  new Option('--region <name>', 'the region of the stack').argParser(notEmpty);
