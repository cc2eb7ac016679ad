// Misspelt commands. The program takes any unknown word for a folder, so nothing else would notice them.
import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Command, CommanderError } from 'commander';
import { UserError } from '../../shared/contracts/errors.ts';
import { COMMANDS } from '../commands/commands.ts';

/** Commands in other programs, flags in this one. */
const FLAGS = ['help', 'version'];

/** `watch` for `wach`, or `one of …`; undefined if nothing is similar. commander decides what is similar. */
const commandLike = (word: string): string | undefined => {
  if (FLAGS.includes(word)) return `--${word}`;
  // A path is never a command.
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

/** @throws {UserError} if there is no such folder, but a command with a similar name. */
export const assertNotMisspelt = async (dir: string): Promise<void> => {
  const meant = commandLike(dir);
  if (meant === undefined) return;
  const isThere = await stat(dir).then(
    () => true,
    () => false,
  );
  if (!isThere) throw new UserError(`There is no folder ${dir}. Did you mean uploader ${meant}?`);
};

const MISSING: Record<string, string> = {
  dir: 'Which course? Pass its folder: uploader my-course --local.',
  run: 'Which run? Pass its id, the beginning of its id, or latest.',
};

/** Turns commander's error into sentences; `first` is the first word that is not a flag. */
export const commandLineError = (error: CommanderError, first: string | undefined): UserError => {
  const needed = MISSING[/^error: missing required argument '(.+)'/.exec(error.message)?.[1] ?? ''];
  if (needed) return new UserError(`${needed} See uploader --help.`, { cause: error });
  const [what = '', hint] = error.message
    .replace(/^error: |\.$/g, '')
    .replace(/^command-argument value '' is invalid for argument '(\w+)'\. It/, '<$1>')
    .split('\n');
  // This does not match `too many arguments for 'watch'`.
  const isSplit = what.startsWith('too many arguments.');
  const command = first === undefined || existsSync(first) ? undefined : commandLike(first);
  const sentences = command
    ? [isSplit ? `There is no command ${first}.` : `${what}.`, `Did you mean uploader ${command}?`]
    : [
        `${what}.`,
        hint?.replace(/^\((.*)\)$/, '$1'),
        isSplit && 'A name with spaces, or a pattern with *, needs quotes.',
      ];
  const words = [...sentences, 'See uploader --help.'].filter(Boolean).join(' ');
  return new UserError(words, { cause: error });
};
