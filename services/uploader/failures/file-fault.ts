// What a system refuses to do with a file, in words: what happened, to which file, what to do about it.
import { codeOf, UserError } from '../../shared/contracts/errors.ts';
import { FileFault } from './errors.ts';

type Words = { what: string; help: string };

const AGAIN = 'run the same command: it goes on where it stopped';

const RESTRICTED =
  process.platform === 'darwin'
    ? 'Open System Settings > Privacy & Security > Full Disk Access, switch on your terminal, and start it again.'
    : 'Check its owner and its attributes (`lsattr`), and what restricts programs here (a container, SELinux, AppArmor). On macOS, give your terminal Full Disk Access (System Settings > Privacy & Security).';

const WORDS: Record<string, Words> = {
  EACCES: {
    what: 'it may not be read or written by you',
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
    what: 'this program has as many files open as it may',
    help: `Raise the limit in this terminal (\`ulimit -n 4096\`) and ${AGAIN}.`,
  },
  ENFILE: {
    what: 'this machine has as many files open as it can',
    help: `Close other programs and ${AGAIN}.`,
  },
  ENAMETOOLONG: {
    what: 'its name or its path is longer than its disk allows',
    help: 'Shorten it, or choose a folder with a shorter path or on another disk.',
  },
  EIO: {
    what: 'its disk cannot be read or written',
    help: 'Check the disk and its cable, or copy the files to another one.',
  },
  EBUSY: { what: 'another program is using it', help: `Close that program and ${AGAIN}.` },
  ETXTBSY: { what: 'another program is using it', help: `Close that program and ${AGAIN}.` },
  ELOOP: { what: 'it is a link that leads round in a circle', help: 'Correct or remove the link.' },
  ENOENT: {
    what: 'it is gone, or its folder or its disk is gone',
    help: 'Check that the disk is connected, and run the same command again.',
  },
  ENXIO: { what: 'its disk is gone', help: `Connect it again and ${AGAIN}.` },
  ENODEV: { what: 'its disk is gone', help: `Connect it again and ${AGAIN}.` },
  EEXIST: { what: 'a file stands where a folder should be', help: 'Rename or remove that file.' },
  ENOTDIR: { what: 'a file stands where a folder should be', help: 'Rename or remove that file.' },
  EISDIR: { what: 'a folder stands where a file should be', help: 'Rename or remove that folder.' },
  ENOTSUP: { what: 'its disk cannot do that', help: 'Choose a folder on another disk.' },
};

/** The words of an error's code, without the file; undefined of what is no fault of a file. */
export const wordsOf = (code: string): Words | undefined =>
  Object.hasOwn(WORDS, code) ? WORDS[code] : undefined;

/**
 * The error in words, with the file that it happened to; any other error as it is.
 * @param path as the user knows it: the error's own may be that of a temporary file, and a full disk's has none.
 */
export const fileFault = (error: unknown, path: string): unknown => {
  const words = wordsOf(codeOf(error));
  if (!words || error instanceof UserError) return error;
  return new FileFault(`${path}: ${words.what}. ${words.help}`, { cause: error });
};
