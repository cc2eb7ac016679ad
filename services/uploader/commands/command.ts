// What a command is: its name and words for `--help`, its flags, and what it does. cli/ walks commands.ts's list of them.
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
  'Of which stack? Give --stack NAME, or set STACK_NAME, or VIDEO_BUCKET and TRANSCRIPT_BUCKET, in .env or in the environment.';

type ActDeps = { emit: Emit; signal: AbortSignal };

/** A command line that was understood. */
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
  addFlags: (command: Command) => Command;
  /** @throws {UserError} flags that exclude each other. */
  parse: (argument: string | undefined, flags: unknown) => Call;
};

/** Flags of every command of runs, and the run that is meant. */
export const RunFlags = { ...CommonFlags, run: z.string() };

type Definition<Options extends CommonOptions> = Pick<UploaderCommand, 'name' | 'summary'> & {
  description?: string;
  argument?: '<run>' | '[run]';
  /** Besides those that all commands of runs know. */
  addFlags?: (command: Command) => Command;
  schema: z.ZodType<Options>;
  act: (
    options: Options & { signal: AbortSignal },
    stack: OpenStack,
    reporter: { emit: Emit },
  ) => Promise<ExitCode>;
};

/** A command that works on the runs of a stack, which is open while it acts. */
export const defineRunCommand = <Options extends CommonOptions>({
  name,
  summary,
  description = `${summary[0]?.toUpperCase()}${summary.slice(1)}.`,
  argument = '<run>',
  addFlags = (command) => command,
  schema,
  act,
}: Definition<Options>): UploaderCommand => ({
  ...{ name, summary, description },
  argument: { name: argument, description: 'its id, or how its id begins, or latest' },
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

/** @throws {UserError} where nobody names a stack or its buckets. */
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
