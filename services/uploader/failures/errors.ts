// The uploader's own failures that have an exit code of their own (cli/explain.ts). Not those of a video: see shared/errors.ts.
import { UserError } from '../../shared/contracts/errors.ts';

/** No such stack or bucket, or not for you. */
export class AwsRefused extends UserError {
  override name = 'AwsRefused';
}

/** The run was cancelled, or ended without its report. */
export class RunEnded extends UserError {
  override name = 'RunEnded';
}

/** A disk or its rights: the next file would meet the same. */
export class FileFault extends UserError {
  override name = 'FileFault';
}

/** What stands at one path among the transcripts keeps its file from being written. The others go on without it. */
export class InTheWay extends UserError {
  override name = 'InTheWay';
}

/** A file of the course that is still being written. The others go on without it. */
export class FileChanging extends UserError {
  override name = 'FileChanging';
}
