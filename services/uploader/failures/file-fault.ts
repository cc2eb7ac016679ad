// File errors in words: what happened, to which file, and what to do.
import { codeOf, UserError } from '../../shared/contracts/errors.ts';
import { FileFault } from './errors.ts';

type Words = { what: string; help: string };

const AGAIN = 'run the same command again to continue where it stopped';

const RESTRICTED =
  process.platform === 'darwin'
    ? 'Open System Settings > Privacy & Security > Full Disk Access, switch on your terminal, and start it again.'
    : 'Check its owner and its attributes (`lsattr`), and what restricts programs here (a container, SELinux, AppArmor). On macOS, give your terminal Full Disk Access (System Settings > Privacy & Security).';

const WORDS: Record<string, Words> = {
  EACCES: {
    what: 'you have no permission to read or write it',
    help: 'Check its permissions and those of the folders above it.',
  },
  EPERM: { what: 'the system does not let this program read or write it', help: RESTRICTED },
  EROFS: {
    what: 'its disk is read-only',
    help: 'Mount it for writing, or choose a folder on another disk (--out for transcripts, TMPDIR for temporary files).',
  },
  ENOSPC: { what: 'the disk is full', help: `Free some space and ${AGAIN}.` },
  EDQUOT: {
    what: 'your quota on this disk is used up',
    help: `Free some space there, or ask for a larger quota, and ${AGAIN}.`,
  },
  ESTALE: {
    what: 'its network disk was disconnected or has changed',
    help: `Mount that disk again and ${AGAIN}.`,
  },
  EMFILE: {
    what: 'this program has too many open files',
    help: `Raise the limit in this terminal (\`ulimit -n 4096\`) and ${AGAIN}.`,
  },
  ENFILE: {
    what: 'this machine has too many open files',
    help: `Close other programs and ${AGAIN}.`,
  },
  ENAMETOOLONG: {
    what: 'its name or path is too long for its disk',
    help: 'Shorten it, or choose a folder with a shorter path or on another disk.',
  },
  EIO: {
    what: 'its disk cannot be read or written',
    help: 'Check the disk and its cable, or copy the files to another one.',
  },
  EBUSY: { what: 'another program is using it', help: `Close that program and ${AGAIN}.` },
  ETXTBSY: { what: 'another program is using it', help: `Close that program and ${AGAIN}.` },
  ELOOP: { what: 'it is a link that loops', help: 'Correct or remove the link.' },
  ENOENT: {
    what: 'it no longer exists, or its folder or disk is gone',
    help: 'Check that the disk is connected, then run the same command again.',
  },
  ENXIO: { what: 'its disk is gone', help: `Connect it again and ${AGAIN}.` },
  ENODEV: { what: 'its disk is gone', help: `Connect it again and ${AGAIN}.` },
  EEXIST: { what: 'there is a file where a folder should be', help: 'Rename or remove that file.' },
  ENOTDIR: { what: 'there is a file where a folder should be', help: 'Rename or remove that file.' },
  EISDIR: { what: 'there is a folder where a file should be', help: 'Rename or remove that folder.' },
  ENOTSUP: { what: 'its disk does not support this', help: 'Choose a folder on another disk.' },
};

/** The words for an error code, without the file; undefined if it is not a file error. */
export const wordsOf = (code: string): Words | undefined =>
  Object.hasOwn(WORDS, code) ? WORDS[code] : undefined;

/**
 * Puts a file error into words; returns any other error unchanged.
 * @param path as the user knows it: the error's own may be a temporary file, and a full disk's has none.
 */
export const fileFault = (error: unknown, path: string): unknown => {
  const words = wordsOf(codeOf(error));
  if (!words || error instanceof UserError) return error;
  return new FileFault(`${path}: ${words.what}. ${words.help}`, { cause: error });
};
