// The commands of runs are for a stack or its buckets: on this machine a run ends with the command that made it.
import { UserError } from '../../shared/contracts/errors.ts';

/** What to throw where `uploader status --local` and the like are asked for. */
export const notLocal = (command: string): UserError =>
  new UserError(
    `uploader ${command} is for a stack or its buckets, not for --local: there a run ends with its command. ` +
      'Call uploader <dir> --local again: it goes on where it stopped.',
  );
