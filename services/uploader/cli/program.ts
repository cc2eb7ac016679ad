// The command line as a tested function: words in, a call out. The commands and their flags are commands/'s.
import { Command, CommanderError } from 'commander';
import { UserError } from '../../shared/contracts/errors.ts';
import type { Call } from '../commands/command.ts';
import { COMMANDS } from '../commands/commands.ts';
import { notLocal } from '../commands/only-remote.ts';
import { transcribeCommand } from '../commands/transcribe/command.ts';
import { AFTER_HELP, AFTER_RUN_HELP } from './help.ts';
import { commandLineError } from './misspelt.ts';

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
  const { description, argument, addFlags, parse } = transcribeCommand;
  const program = addFlags(
    new Command('uploader')
      .description(description)
      .usage('[options] <dir>\n       uploader <command> [options] [run or folder]')
      .argument(argument.name, argument.description),
  )
    .addHelpText('after', AFTER_HELP)
    .helpOption('--help', 'print this')
    .helpCommand(false)
    .action((dir: string, flags: unknown) => take(parse(dir, flags)))
    .version(version, '--version')
    // A flag before a command's name is the program's, so that both may know the same flags.
    .enablePositionalOptions();
  addCommands(program, take);
  return program;
};

const addCommands = (program: Command, take: (call: Call) => void): void => {
  for (const { name, summary, description, argument, addFlags, parse } of COMMANDS)
    addFlags(
      program
        .command(name)
        .summary(summary)
        .description(description)
        .argument(argument.name, argument.description),
    )
      .addHelpText('after', AFTER_RUN_HELP)
      .action((run: string | undefined, _, command: Command) => take(parse(run, flagsOf(command))));
};

/**
 * A command's flags, and those that stand before its name.
 * @throws {UserError} where such a one is no flag of the command's.
 */
const flagsOf = (command: Command): unknown => {
  if (command.optsWithGlobals().local) throw notLocal(command.name());
  const known = new Set(command.options.map((option) => option.attributeName()));
  const before = command.parent?.opts() ?? {};
  const isGiven = (name: string) => command.parent?.getOptionValueSource(name) === 'cli';
  const strange = command.parent?.options.find(
    (option) => isGiven(option.attributeName()) && !known.has(option.attributeName()),
  );
  if (strange) throw new UserError(`${strange.long} is not for ${command.name()}. See uploader --help.`);
  return { ...before, ...command.opts() };
};
