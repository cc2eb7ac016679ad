// Handles S3's refusal to complete an upload: two runs have met, or the answer to an earlier try was lost.
import { isNamed, UserError } from '../../shared/contracts/errors.ts';
import type { UploadContext, UploadJob } from './job.ts';

/**
 * Returns the ETag if this very file is already there; undefined if the upload has to be tried again.
 * @throws {UserError} if another object is there now.
 */
export const resolveConflict = async (
  error: unknown,
  job: UploadJob,
  { bucket }: UploadContext,
): Promise<string | undefined> => {
  const isTaken = isNamed(error, 'PreconditionFailed');
  if (!isTaken && !isNamed(error, 'ConditionalRequestConflict', 'NoSuchUpload', 'NoSuchKey')) throw error;
  const { identity, size } = job.prepared;
  const there = await bucket.head(job.key);
  const isSame = there?.metadata['source-sha256'] === identity.sha256;
  if (there && isSame && (isTaken || there.size === size)) return there.etag;
  if (isTaken) throw new UserError(takenBy(job.key, there !== undefined), { cause: error });
  // The object it was to replace is gone: a run has transcribed it.
  if (isNamed(error, 'NoSuchKey') || !there) job.replaces = undefined;
  return undefined;
};

const takenBy = (key: string, isThere: boolean): string =>
  isThere
    ? `Another run has sent another version of ${key}, so this one was not sent. Run the same command again when that run has ended.`
    : `${key} was removed from the bucket while it was being sent. Run the same command again.`;
