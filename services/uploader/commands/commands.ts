// The run commands, in the order of `--help`. Any other word is a course folder, for transcribe/.
import { cancelCommand } from './cancel.ts';
import type { UploaderCommand } from './command.ts';
import { correctCommand } from './correct.ts';
import { fetchCommand } from './fetch.ts';
import { pageCommand } from './page.ts';
import { retryCommand } from './retry.ts';
import { statusCommand } from './status.ts';
import { watchCommand } from './watch.ts';

export const COMMANDS: UploaderCommand[] = [
  statusCommand,
  watchCommand,
  fetchCommand,
  retryCommand,
  cancelCommand,
  pageCommand,
  correctCommand,
];
