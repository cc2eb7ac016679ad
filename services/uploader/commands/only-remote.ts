// Run commands need a stack or its buckets: a local run ends with the command that started it.
import { UserError } from '../../shared/contracts/errors.ts';

/** The error for `uploader status --local` and the like. */
export const notLocal = (command: string): UserError =>
  new UserError(
    `uploader ${command} needs a stack or its buckets; a local run ends when its command does. ` +
      'Run uploader <dir> --local again to continue where it stopped.',
  );
