// The flags that several commands know, in words for `--help`, and what they may say.
import { type Command, Option } from 'commander';
import { z } from 'zod';
import { UserError } from '../../shared/contracts/errors.ts';
import { notEmpty } from '../settings/values.ts';

export const flag = z.boolean().default(false);

/** What every command knows. */
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

/** Where transcripts are downloaded to. */
export const OutFlags = {
  out: z.string().default('transcripts'),
  overwrite: flag,
  page: z.boolean().default(true),
};

/** @throws {UserError} flags that exclude each other. */
export const checkOutput = <T extends { quiet: boolean; verbose: boolean }>(options: T): T => {
  if (options.quiet && options.verbose)
    throw new UserError('--quiet and --verbose exclude each other: choose one.');
  return options;
};

export const outOption = () =>
  new Option('--out <folder>', 'where the transcripts go: transcripts, unless told').argParser(notEmpty);

export const overwriteOption = () =>
  new Option('--overwrite', 'replace transcripts that were edited by hand, too; otherwise they are kept');

export const noPageOption = () => new Option('--no-page', 'make no course page beside the transcripts');

/** The flags of how it is told. */
export const addOutput = (command: Command): Command =>
  command
    .optionsGroup('Output:')
    .option('--json', 'events on stdout, one a line, for scripts')
    .option('--quiet', 'only results and errors')
    .option('-v, --verbose', 'also why each file is sent or not, and where each setting comes from')
    .option('--no-color', 'no colours; NO_COLOR in the environment does the same');

export const addCommon = (command: Command): Command =>
  addOutput(
    command
      .addOption(stackOption())
      .addOption(profileOption())
      .addOption(regionOption())
      // Known so that it can be refused with a reason.
      .addOption(new Option('--local').hideHelp())
      .helpOption('--help', 'print this'),
  );

export const stackOption = () =>
  new Option(
    '--stack <name>',
    'the stack that `sam deploy` made (otherwise .env or the environment names it or the buckets)',
  ).argParser(notEmpty);

export const profileOption = () =>
  new Option('--profile <name>', 'of your AWS credentials').argParser(notEmpty);
export const regionOption = () => new Option('--region <name>', 'where the stack is').argParser(notEmpty);
