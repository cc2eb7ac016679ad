// What a command consists of: name, help text, flags and action. cli/ walks the list in commands.ts.
import type { Command } from 'commander';
import { z } from 'zod';
import { UserError } from '../../shared/contracts/errors.ts';
import type { ExitCode } from '../failures/exit-codes.ts';
import type { Emit } from '../output/events.ts';
import { readSources } from '../settings/sources.ts';
import { addCommon, CommonFlags, type CommonOptions, checkOutput } from './flags.ts';
import { isDestinationNamed, type OpenStack, openStack } from './open.ts';
import type { TranscribeOptions } from './transcribe/flags.ts';

const NO_STACK =
  'Which stack? Pass --stack NAME, or set STACK_NAME (or VIDEO_BUCKET and TRANSCRIPT_BUCKET) in .env or in the environment.';

type ActDeps = { emit: Emit; signal: AbortSignal };

export type Call = {
  command: string;
  options: CommonOptions | TranscribeOptions;
  act: (deps: ActDeps) => Promise<ExitCode>;
};

export type UploaderCommand = {
  name: string;
  summary: string;
  description: string;
  /** In commander's notation: `<run>` is required. */
  argument: { name: string; description: string };
  /** The codes with which it may end, for `--help`. */
  exitCodes: ExitCode[];
  addFlags: (command: Command) => Command;
  /** @throws {UserError} if flags exclude each other. */
  parse: (argument: string | undefined, flags: unknown) => Call;
};

/** The flags of every run command, and its run. */
export const RunFlags = { ...CommonFlags, run: z.string() };

type Definition<Options extends CommonOptions> = Pick<UploaderCommand, 'name' | 'summary' | 'exitCodes'> & {
  description?: string;
  argument?: '<run>' | '[run]';
  /** Flags in addition to those of all run commands. */
  addFlags?: (command: Command) => Command;
  schema: z.ZodType<Options>;
  act: (
    options: Options & { signal: AbortSignal },
    stack: OpenStack,
    reporter: { emit: Emit },
  ) => Promise<ExitCode>;
};

/** A command that works on the runs of a stack, which stays open while it acts. */
export const defineRunCommand = <Options extends CommonOptions>({
  name,
  summary,
  description = `${summary[0]?.toUpperCase()}${summary.slice(1)}.`,
  argument = '<run>',
  exitCodes,
  addFlags = (command) => command,
  schema,
  act,
}: Definition<Options>): UploaderCommand => ({
  ...{ name, summary, description, exitCodes },
  argument: { name: argument, description: 'its id, the beginning of its id, or latest' },
  addFlags: (command) => addFlags(addCommon(command)),
  parse: (run, flags) => {
    const options = checkOutput(schema.parse({ ...z.looseObject({}).parse(flags), run }));
    return {
      ...{ command: name, options },
      act: ({ emit, signal }) =>
        withStack(options, emit, (stack) => act({ ...options, signal }, stack, { emit })),
    };
  },
});

/** @throws {UserError} if neither a stack nor its buckets are given. */
const withStack = async (
  { stack, profile, region }: CommonOptions,
  emit: Emit,
  work: (stack: OpenStack) => Promise<ExitCode>,
): Promise<ExitCode> => {
  const sources = await readSources({ stack, profile, region });
  if (!isDestinationNamed({ local: false }, sources)) throw new UserError(NO_STACK);
  const opened = await openStack(sources, emit);
  try {
    return await work(opened);
  } finally {
    await opened.close();
  }
};
