import { describe, expect, it, jest } from '@jest/globals';
import { CommanderError } from 'commander';
import { parseSimulationOptions } from '../../../tools/simulate/options.ts';
import { readStack } from '../../../tools/simulate/stack.ts';

describe('parseOptions', () => {
  it('uses the template’s defaults', async () => {
    const { settings } = parseSimulationOptions([], await readStack());

    expect(settings).toMatchObject({ memoryMegabytes: 5_120, chunkMinutes: 20, maxConcurrency: 20 });
  });

  it.each([
    ['--videos 0', 'from 1 to'],
    ['--videos abc', 'from 1 to'],
    ['--videos 1.5', 'whole number'],
    ['--minutes 0', 'from 0.1 to'],
    ['--minutes Infinity', 'from 0.1 to'],
    ['--memory 20000', 'from 1769 to 10240'],
    ['--tmp 100', 'from 512 to 10240'],
    ['--max-concurrency 10001', 'from 1 to 10000'],
    ['--model nonsense', 'one of: tiny, '],
    ['--quality x', 'fast, balanced, best'],
    ['--bogus', 'unknown option'],
  ])('refuses an invalid value, and says which are valid: %s', async (flags, says) => {
    const stack = await readStack();
    const said = jest.spyOn(process.stderr, 'write').mockReturnValue(true);

    expect(() => parseSimulationOptions(flags.split(' '), stack)).toThrow(CommanderError);

    expect(said.mock.calls.join('')).toContain(says);
    said.mockRestore();
  });
});
