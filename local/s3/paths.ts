// Where the bytes of a key are stored: below the bucket's folder under the key's own name or, if that is not possible, in
// the hidden folder beside it. No key leads anywhere else.
import { createHash } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import { join } from 'node:path';

/** The limit of common file systems. */
const LONGEST_NAME_BYTES = 255;

/** No leading dot: that would be `..`, or a file that a system or a program keeps for itself. */
const PLAIN_NAME = /^[^./\p{Cc}][^/\p{Cc}]*$/u;

const isPlainName = (name: string): boolean =>
  PLAIN_NAME.test(name) && name.isWellFormed() && Buffer.byteLength(name) <= LONGEST_NAME_BYTES;

/** `a//b`, `a/`, `../a` and `.a` are keys, but not file names. */
export const isPlain = (key: string): boolean => key.split('/').every(isPlainName);

/** A valid name on every file system. */
const hashOf = (key: string): string => createHash('sha256').update(key).digest('hex');

export const pathsIn = (root: string, hidden: string) => ({
  plain: (key: string) => join(root, key),
  /** Objects that cannot have their own name. */
  odd: (key: string) => join(hidden, 'odd', hashOf(key)),
  about: (key: string) => join(hidden, 'about', `${hashOf(key)}.json`),
  drafts: join(hidden, 'drafts'),
});

/** False if the file system considers another spelling the same (`A.mp4` and `a.mp4`), or a link leads elsewhere. */
export const isReallyAt = (path: string): Promise<boolean> =>
  realpath(path).then(
    (real) => real === path,
    () => false,
  );
