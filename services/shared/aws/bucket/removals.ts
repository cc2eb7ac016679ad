// Deletes from a bucket: an object, one version of it, or everything below a prefix.
import { DeleteObjectCommand, DeleteObjectsCommand, type S3Client } from '@aws-sdk/client-s3';
import { isNamed } from '../../contracts/errors.ts';
import type { makeReads } from './reads.ts';

/** S3's limit for one DeleteObjects request. */
const DELETES_AT_ONCE = 1_000;

export type RemovalDeps = Pick<ReturnType<typeof makeReads>, 'head' | 'list'>;

export const makeRemovals = (s3: S3Client, name: string, { head, list }: RemovalDeps) => {
  /** Deletes the object if it still has this ETag; returns whether it is gone. */
  const removeVersion = async (key: string, etag: string): Promise<boolean> => {
    const found = await head(key);
    if (found && found.etag !== etag) return false;
    try {
      if (found) await s3.send(new DeleteObjectCommand({ Bucket: name, Key: key, IfMatch: `"${etag}"` }));
      return true;
    } catch (error) {
      if (isNamed(error, 'PreconditionFailed')) return false;
      if (isNamed(error, 'NoSuchKey')) return true;
      throw error;
    }
  };

  const remove = async (key: string): Promise<void> => {
    await s3.send(new DeleteObjectCommand({ Bucket: name, Key: key }));
  };

  const removeAll = async (prefix: string) => {
    const found = (await Array.fromAsync(list(prefix))).map(({ Key }) => ({ Key }));
    for (let at = 0; at < found.length; at += DELETES_AT_ONCE) {
      const Delete = { Objects: found.slice(at, at + DELETES_AT_ONCE), Quiet: true };
      const { Errors = [] } = await s3.send(new DeleteObjectsCommand({ Bucket: name, Delete }));
      if (Errors[0]) throw new Error(`${Errors[0].Key} could not be deleted: ${Errors[0].Message}`);
    }
  };

  return { remove, removeVersion, removeAll };
};
