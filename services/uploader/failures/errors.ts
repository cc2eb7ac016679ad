// The uploader's failures with an exit code of their own (explain.ts). Those of a video are in shared/contracts/errors.ts.
import { UserError } from '../../shared/contracts/errors.ts';

/** The stack or bucket does not exist, or access is denied. */
export class AwsRefused extends UserError {
  override name = 'AwsRefused';
}

/** The run was cancelled, or ended without a report. */
export class RunEnded extends UserError {
  override name = 'RunEnded';
}

/** A problem with a disk or its permissions, which would affect the next file, too. */
export class FileFault extends UserError {
  override name = 'FileFault';
}

/** Something at one path blocks a transcript's file. The others continue. */
export class InTheWay extends UserError {
  override name = 'InTheWay';
}

/** A file of the course is still being written. The others continue. */
export class FileChanging extends UserError {
  override name = 'FileChanging';
}
