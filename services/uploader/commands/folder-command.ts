// Commands for a folder of transcripts on this disk. They need no stack, engine or network.
import { Option } from 'commander';
import { z } from 'zod';
import { EXIT, type ExitCode } from '../failures/exit-codes.ts';
import type { Emit } from '../output/events.ts';
import type { UploaderCommand } from './command.ts';
import { addOutput, CommonFlags, checkOutput, flag, overwriteOption } from './flags.ts';

const FolderFlags = z.object({
  ...CommonFlags,
  dir: z.string(),
  overwrite: flag,
  page: z.boolean().default(true),
});
export type FolderOptions = z.infer<typeof FolderFlags>;

type FolderDefinition = Pick<UploaderCommand, 'name' | 'summary' | 'description' | 'addFlags'> & {
  act: (options: FolderOptions, deps: { emit: Emit; signal: AbortSignal }) => Promise<ExitCode>;
};

export const defineFolderCommand = ({
  name,
  summary,
  description,
  addFlags,
  act,
}: FolderDefinition): UploaderCommand => ({
  ...{ name, summary, description },
  // Nothing is asked of AWS.
  exitCodes: [EXIT.done, EXIT.badInput, EXIT.someFailed, EXIT.interrupted],
  argument: { name: '[dir]', description: 'the folder of the transcripts (default: transcripts)' },
  addFlags: (command) =>
    addOutput(
      addFlags(
        command
          .addOption(overwriteOption())
          // Accepted so that it can be refused with a reason.
          .addOption(new Option('--local').hideHelp())
          .helpOption('--help', 'show this help'),
      ),
    ),
  parse: (dir = 'transcripts', flags) => {
    const { dir: folder, ...options } = checkOutput(
      FolderFlags.parse({ ...z.looseObject({}).parse(flags), dir }),
    );
    return {
      ...{ command: name, options },
      act: (deps) => act({ ...options, dir: folder }, deps),
    };
  },
});
