// Options without their value: `--quality --out texts`, for which commander would take `--out` as the quality.
import type { Command, Option } from 'commander';
import { UserError } from '../../shared/contracts/errors.ts';

/**
 * A value that is an option's name needs `=`: `--prompt=--local`.
 * @throws {UserError} naming the first option without a value, and what it takes.
 */
export const assertValues = (argv: string[], program: Command): void => {
  const options = [program, ...program.commands].flatMap((command) => command.options);
  const find = (word: string) => options.find(({ short, long }) => word === short || word === long);
  for (const [index, word] of argv.entries()) {
    if (word === '--') return;
    const option = find(word);
    if (!option?.required) continue;
    const value = argv[index + 1];
    if (value === undefined || value === '--' || value === '--help' || find(value))
      throw new UserError(`${word} needs a value: ${expectedValue(option)}. See uploader --help.`);
  }
};

const expectedValue = ({ flags, argChoices }: Option): string => {
  if (!argChoices) return flags;
  return `${argChoices.slice(0, -1).join(', ')} or ${argChoices.at(-1)}`;
};
