// The command line as a tested function: words in, a call out. The flags are in flags.ts.
import { Command, CommanderError } from 'commander';
import { UserError } from '../../shared/contracts/errors.ts';
import { notLocal } from '../commands/only-remote.ts';
import {
  type CommonOptions,
  type FetchOptions,
  fetchOptions,
  runOptions,
  type StatusOptions,
  statusOptions,
  type TranscribeOptions,
  transcribeOptions,
} from '../settings/options.ts';
import { addCommon, addEngine, addOutput, addSending, outOption, overwriteOption } from './flags.ts';
import { AFTER_HELP } from './help.ts';
import { commandLineError } from './misspelt.ts';

export type RunCommand = 'watch' | 'retry' | 'cancel';

export type Call =
  | { command: 'transcribe'; options: TranscribeOptions }
  | { command: 'status'; run: string | undefined; options: StatusOptions }
  | { command: RunCommand; run: string; options: CommonOptions }
  | { command: 'fetch'; run: string; options: FetchOptions };

/** What `--help` and `--version` print instead. */
export type Printed = { text: string };

/**
 * @param argv without node and the script.
 * @throws {UserError} with what is wrong and where to look.
 */
export const parseArgs = (argv: string[], version: string): Call | Printed => {
  let printed = '';
  let call: Call | undefined;
  const output = {
    writeOut: (text: string) => {
      printed += text;
    },
    writeErr: () => {},
  };
  const program = makeProgram(version, (chosen) => {
    call = chosen;
  });
  for (const command of [program, ...program.commands]) command.configureOutput(output).exitOverride();
  try {
    program.parse(argv, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return { text: printed };
    throw commandLineError(error, program.args[0]);
  }
  return call ?? { text: printed };
};

const makeProgram = (version: string, take: (call: Call) => void): Command => {
  const program = addTranscribe(new Command('uploader'), take)
    .version(version, '--version')
    // A flag before a command's name is the program's, so that both may know the same flags.
    .enablePositionalOptions();
  addCommon(
    program
      .command('status')
      .summary('runs in the bucket, or one with its videos')
      .description('Lists the runs in the bucket, or says of one how each of its videos stands.')
      .argument('[run]', RUN),
  )
    .option('--all', 'every run, not only the newest ones')
    .action((run: string | undefined, _, command: Command) =>
      take({ command: 'status', run, options: statusOptions(flagsOf(command)) }),
    );
  addRun(program, take, 'watch', 'stay with a run until it ends');
  addCommon(program.command('fetch').summary('download the transcripts of a run').argument('<run>', RUN))
    .description('Downloads the transcripts of a run, as far as it is.')
    .addOption(outOption())
    .addOption(overwriteOption())
    .action((run: string, _, command: Command) =>
      take({ command: 'fetch', run, options: fetchOptions(flagsOf(command)) }),
    );
  addRun(program, take, 'retry', 'do again what failed in a run, without sending it again');
  addRun(program, take, 'cancel', 'end a run; its videos stay in the bucket');
  return program;
};

const RUN = 'its id, or how its id begins, or latest';

const addRun = (program: Command, take: (call: Call) => void, name: RunCommand, summary: string) =>
  addCommon(program.command(name).summary(summary).argument('<run>', RUN))
    .description(`${summary[0]?.toUpperCase()}${summary.slice(1)}.`)
    .action((run: string, _, command: Command) =>
      take({ command: name, run, options: runOptions(flagsOf(command)) }),
    );

/**
 * A command's flags, and those that stand before its name.
 * @throws {UserError} where such a one is no flag of the command's.
 */
const flagsOf = (command: Command): unknown => {
  if (command.optsWithGlobals().local) throw notLocal(command.name());
  const known = new Set(command.options.map((option) => option.attributeName()));
  const before = command.parent?.opts() ?? {};
  const strange = command.parent?.options.find(
    (option) => before[option.attributeName()] !== undefined && !known.has(option.attributeName()),
  );
  if (strange) throw new UserError(`${strange.long} is not for ${command.name()}. See uploader --help.`);
  return { ...before, ...command.opts() };
};

const addTranscribe = (program: Command, take: (call: Call) => void): Command =>
  addOutput(
    addSending(
      addEngine(
        program
          .description('Transcribes a folder of course videos: week<number>/lesson<number>/video<number>.mp4')
          .usage('[options] <dir>\n       uploader <command> [options] [run]')
          .argument('<dir>', 'the folder; one that is called as a command is: ./status'),
      ),
    ),
  )
    .addHelpText('after', AFTER_HELP)
    .helpOption('--help', 'print this')
    .helpCommand(false)
    .action((dir: string, flags: unknown) =>
      take({ command: 'transcribe', options: transcribeOptions(dir, flags) }),
    );
