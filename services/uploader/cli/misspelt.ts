// Misspelt commands. The program's own command takes any word for a folder, so nobody
// else notices. Words in, words out; whether there is such a folder is asked of the disk.
import { stat } from 'node:fs/promises';
import { Command, CommanderError } from 'commander';
import { UserError } from '../../shared/contracts/errors.ts';
import { COMMANDS } from '../commands/commands.ts';

/** What is a command of other programs, and a flag here. */
const FLAGS = ['help', 'version'];

/** `watch` for `wach`, or `one of …`; undefined for what resembles none. commander knows how near is near. */
const commandLike = (word: string): string | undefined => {
  if (FLAGS.includes(word)) return `--${word}`;
  // Nobody writes a command as a path.
  if (/[/\\]/.test(word)) return undefined;
  const commands = new Command()
    .helpCommand(false)
    .exitOverride()
    .configureOutput({ writeErr: () => {} });
  for (const { name } of COMMANDS) commands.command(name);
  try {
    commands.parse(['--', word], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return /Did you mean (.+)\?/.exec(error.message)?.[1];
  }
  return undefined;
};

/** @throws {UserError} where there is no such folder, and a command of nearly this name. */
export const assertNotMisspelt = async (dir: string): Promise<void> => {
  const meant = commandLike(dir);
  if (meant === undefined) return;
  const isThere = await stat(dir).then(
    () => true,
    () => false,
  );
  if (!isThere) throw new UserError(`There is no folder ${dir}. Did you mean uploader ${meant}?`);
};

/** A command line that commander refuses, in sentences; `first` is its first word that is no flag. */
export const commandLineError = (error: CommanderError, first: string | undefined): UserError => {
  const [what = '', hint] = error.message.replace(/^error: |\.$/g, '').split('\n');
  // Not `too many arguments for 'watch'`.
  const isSplit = what.startsWith('too many arguments.');
  const command = first === undefined ? undefined : commandLike(first);
  const sentences = command
    ? [isSplit ? `There is no command ${first}.` : `${what}.`, `Did you mean uploader ${command}?`]
    : [`${what}.`, hint?.replace(/^\((.*)\)$/, '$1'), isSplit && 'A name with spaces needs quotes.'];
  const words = [...sentences, 'See uploader --help.'].filter(Boolean).join(' ');
  return new UserError(words, { cause: error });
};
