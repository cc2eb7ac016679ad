import { describe, expect, it } from '@jest/globals';
import { UserError } from '../../../../services/shared/contracts/errors.ts';
import { unreadable } from '../../../../services/uploader/course/walk.ts';
import { fileFault } from '../../../../services/uploader/failures/file-fault.ts';

const coded = (code: string) => Object.assign(new Error('the detail'), { code });

const CODES: [code: string, what: RegExp, help: RegExp][] = [
  ['EACCES', /no permission to read or write/, /permissions/],
  ['EPERM', /system does not let this program/, /Full Disk Access/],
  ['EROFS', /disk is read-only/, /--out .*TMPDIR/],
  ['ENOSPC', /disk is full/, /to continue where it stopped/],
  ['EDQUOT', /quota on this disk is used up/, /larger quota/],
  ['ESTALE', /network disk was disconnected/, /Mount that disk again/],
  ['EMFILE', /too many open files/, /ulimit -n 4096/],
  ['ENFILE', /too many open files/, /Close other programs/],
  ['ENAMETOOLONG', /too long/, /Shorten it/],
  ['EIO', /cannot be read or written/, /Check the disk/],
  ['EBUSY', /another program is using it/, /Close that program/],
  ['ELOOP', /link that loops/, /Correct or remove the link/],
  ['ENOTDIR', /there is a file where a folder should be/, /Rename or remove/],
  ['EISDIR', /there is a folder where a file should be/, /Rename or remove/],
  ['ENOENT', /is gone/, /Check that the disk is connected/],
];

describe('fileFault', () => {
  it.each(CODES)('explains %s: what happened, to which file, and what to do', (code, what, help) => {
    const fault = fileFault(coded(code), '/course/a.mp4');

    expect(fault).toMatchObject({
      name: 'FileFault',
      message: expect.stringMatching(/^\/course\/a\.mp4: /),
      cause: { code },
    });
    expect(fault).toMatchObject({ message: expect.stringMatching(what) });
    expect(fault).toMatchObject({ message: expect.stringMatching(help) });
  });

  it.each([
    ['an error with a message for the user', new UserError('In words.')],
    ['an error that is not about a file', coded('ERR_ASSERTION')],
    ['a value that is not an error', 'text'],
  ])('leaves %s unchanged', (_what, error) => {
    expect(fileFault(error, '/a')).toBe(error);
  });
});

describe('unreadable', () => {
  it.each(CODES.filter(([code]) => code !== 'EACCES'))(
    'explains %s in the same words, to follow a path',
    (code, what, help) => {
      expect(unreadable(coded(code))).toMatch(/^cannot be read: .*[^.]$/);
      expect(unreadable(coded(code))).toMatch(what);
      expect(unreadable(coded(code))).toMatch(help);
    },
  );
});
