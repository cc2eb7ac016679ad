// Where the bytes of a key lie: below the bucket's folder under the key's own name, as a file that people can read; or,
// where no file can be called that, in the hidden folder beside it. No key leads anywhere else.
import { createHash } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import { join } from 'node:path';

/** The limit of the file systems in use. */
const LONGEST_NAME_BYTES = 255;

/** No dot at its beginning: that would be `..`, or a file that a system or a program keeps for itself. */
const PLAIN_NAME = /^[^./\p{Cc}][^/\p{Cc}]*$/u;

const isPlainName = (name: string): boolean =>
  PLAIN_NAME.test(name) && name.isWellFormed() && Buffer.byteLength(name) <= LONGEST_NAME_BYTES;

/** `a//b`, `a/`, `../a` and `.a` are keys, and no names of files. */
export const isPlain = (key: string): boolean => key.split('/').every(isPlainName);

/** A name on every file system. */
const hashOf = (key: string): string => createHash('sha256').update(key).digest('hex');

export const pathsIn = (root: string, hidden: string) => ({
  plain: (key: string) => join(root, key),
  /** Objects without a name of their own. */
  odd: (key: string) => join(hidden, 'odd', hashOf(key)),
  about: (key: string) => join(hidden, 'about', `${hashOf(key)}.json`),
  drafts: join(hidden, 'drafts'),
});

/** Not where the file system takes another spelling for the same (`A.mp4` for `a.mp4`), nor by way of a link. */
export const isReallyAt = (path: string): Promise<boolean> =>
  realpath(path).then(
    (real) => real === path,
    () => false,
  );
