// The commands of runs, in the order of `--help`. A word that is none of them is the folder of a course: transcribe/'s.
import { cancelCommand } from './cancel.ts';
import type { UploaderCommand } from './command.ts';
import { fetchCommand } from './fetch.ts';
import { retryCommand } from './retry.ts';
import { statusCommand } from './status.ts';
import { watchCommand } from './watch.ts';

export const RUN_COMMANDS: UploaderCommand[] = [
  statusCommand,
  watchCommand,
  fetchCommand,
  retryCommand,
  cancelCommand,
];
