// Parses the command line into a call. The commands and their flags are in commands/.
import { Command, CommanderError } from 'commander';
import { UserError } from '../../shared/contracts/errors.ts';
import type { Call } from '../commands/command.ts';
import { COMMANDS } from '../commands/commands.ts';
import { notLocal } from '../commands/only-remote.ts';
import { transcribeCommand } from '../commands/transcribe/command.ts';
import { EXIT, type ExitCode } from '../failures/exit-codes.ts';
import { notEmpty } from '../settings/values.ts';
import { AFTER_HELP, exitCodeHelp, WELCOME } from './help.ts';
import { assertValues } from './missing-value.ts';
import { commandLineError } from './misspelt.ts';

/** The text of `--help` or `--version`; with an exit code if there were no arguments. */
export type Printed = { text: string; exitCode?: ExitCode };

/**
 * @param argv without node and the script.
 * @throws {UserError} with what is wrong and where to read more.
 */
export const parseArgs = (argv: string[], version: string): Call | Printed => {
  if (argv.length === 0) return { text: WELCOME, exitCode: EXIT.badInput };
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
  assertValues(argv, program);
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
  const { description, argument, exitCodes, addFlags, parse } = transcribeCommand;
  const program = addFlags(
    new Command('uploader')
      .description(description)
      .usage('[options] <dir>\n       uploader <command> [options] [run or folder]')
      .argument(argument.name, argument.description, notEmpty),
  )
    .addHelpText('after', exitCodeHelp(exitCodes) + AFTER_HELP)
    .helpOption('--help', 'show this help')
    .helpCommand(false)
    .action((dir: string, flags: unknown) => take(parse(dir, flags)))
    .version(version, '--version')
    // A flag before a command's name belongs to the program, so both can have the same flags.
    .enablePositionalOptions();
  addCommands(program, take);
  return program;
};

const addCommands = (program: Command, take: (call: Call) => void): void => {
  for (const { name, summary, description, argument, exitCodes, addFlags, parse } of COMMANDS)
    addFlags(
      program
        .command(name)
        .summary(summary)
        .description(description)
        .argument(argument.name, argument.description, notEmpty),
    )
      .addHelpText('after', exitCodeHelp(exitCodes))
      .action((run: string | undefined, _, command: Command) => take(parse(run, flagsOf(command))));
};

/**
 * The command's flags, including those given before its name.
 * @throws {UserError} if one of those is not a flag of the command.
 */
const flagsOf = (command: Command): unknown => {
  if (command.optsWithGlobals().local) throw notLocal(command.name());
  const known = new Set(command.options.map((option) => option.attributeName()));
  const before = command.parent?.opts() ?? {};
  const isGiven = (name: string) => command.parent?.getOptionValueSource(name) === 'cli';
  const strange = command.parent?.options.find(
    (option) => isGiven(option.attributeName()) && !known.has(option.attributeName()),
  );
  if (strange)
    throw new UserError(`${strange.long} cannot be used with ${command.name()}. See uploader --help.`);
  return { ...before, ...command.opts() };
};
