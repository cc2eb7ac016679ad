import { constants } from 'node:os';
import { describe, expect, it } from '@jest/globals';
import { OptionsRefused, ToolMissing, UserError } from '../../../../services/shared/contracts/errors.ts';
import { AwsRefused, RunEnded } from '../../../../services/uploader/failures/errors.ts';
import { explain } from '../../../../services/uploader/failures/explain.ts';

const named = (name: string, message = 'the detail') => Object.assign(new Error(message), { name });
const coded = (code: string, message = 'the detail') => Object.assign(new Error(message), { code });

describe('explain', () => {
  it.each([
    ['CredentialsProviderError', 'no AWS credentials'],
    ['ExpiredToken', 'have expired'],
    ['ExpiredTokenException', 'have expired'],
    ['InvalidAccessKeyId', 'does not know your access key'],
    ['SignatureDoesNotMatch', 'rejects your secret key'],
    ['InvalidClientTokenId', 'does not know your access key'],
    ['UnrecognizedClientException', 'does not know your access key'],
    ['AccessDenied', 'do not allow'],
    ['AccessDeniedException', 'do not allow'],
    ['InternalError', 'S3 had an internal error'],
    ['TimeoutError', 'timed out'],
  ])('explains the error %s and keeps its detail', (name, words) => {
    const { message: text } = explain(named(name));

    expect(text).toContain(words);
    expect(text).toMatch(/\n\(the detail\)$/);
  });

  it.each([
    ['ENOSPC', 'disk is full'],
    ['EACCES', 'no permission to read or write'],
    ['EROFS', 'read-only'],
    ['EIO', 'cannot be read or written'],
    ['ENOENT', 'is gone'],
    ['EEXIST', 'there is a file where a folder should be'],
    ['ENOTDIR', 'there is a file where a folder should be'],
    ['EPERM', 'Full Disk Access'],
    ['EDQUOT', 'quota on this disk is used up'],
    ['ESTALE', 'network disk was disconnected'],
    ['EMFILE', 'ulimit -n'],
    ['ENFILE', 'Close other programs'],
    ['ENAMETOOLONG', 'too long'],
    ['EBUSY', 'another program is using it'],
    ['ELOOP', 'link that loops'],
    ['EISDIR', 'there is a folder where a file should be'],
    ['ENODEV', 'its disk is gone'],
    ['ENOTFOUND', 'cannot be reached'],
    ['ECONNREFUSED', 'refuses connections'],
    ['ECONNRESET', 'connection was lost'],
  ])('explains the code %s and keeps its detail', (code, words) => {
    const { message: text } = explain(coded(code));

    expect(text).toContain(words);
    expect(text).toMatch(/\n\(the detail\)$/);
  });

  it.each([
    ['EDQUOT', 'quota on this disk'],
    ['ESTALE', 'network disk'],
  ] as const)('recognises %s by its number if Node.js has no name for it', (code, words) => {
    const errno = -constants.errno[code];
    const error = Object.assign(new Error('write'), { code: `Unknown system error ${errno}`, errno });

    expect(explain(error).message).toContain(words);
  });

  it('names the file, and explains codes that are not in the table', () => {
    const of = (code: string) => Object.assign(coded(code), { syscall: 'open', path: '/a/b.mp4' });

    expect(explain(of('EPERM')).message).toMatch(/^\/a\/b\.mp4: the system does not let this program/);
    expect(explain(of('EOVERFLOW')).message).toMatch(/^\/a\/b\.mp4: the system refused it \(EOVERFLOW\)/);
  });

  it('says what to set if the region is missing', () => {
    expect(explain(new Error('Region is missing'))).toMatchObject({
      message: expect.stringContaining('set AWS_REGION'),
      exitCode: 3,
    });
  });

  it.each([
    ['a message for the user', new UserError('There is no folder x.'), 'There is no folder x.'],
    ['unsupported options', new OptionsRefused('Take the model tiny.'), 'Take the model tiny.'],
    ['a missing program', new ToolMissing('ffmpeg'), new ToolMissing('ffmpeg').message],
    ['a value that is not an error', 'a string', 'a string'],
    ['undefined', undefined, 'undefined'],
  ])('prints %s unchanged', (_what, error, expected) => {
    expect(explain(error)).toEqual({ message: expected, exitCode: 1 });
  });

  it.each([
    ['an unknown name', named('TypeError', 'x is not a function')],
    ['an unknown code', coded('ERR_ASSERTION')],
    ['a numeric code', Object.assign(new Error('odd'), { code: 42 })],
  ])('keeps the stack of an error with %s', (_what, error) => {
    const { message: text } = explain(error);

    expect(text).toContain('please report it');
    expect(text).toContain('explain.test.ts');
  });

  const answered = (httpStatusCode: number, name = 'UnknownError') =>
    Object.assign(named(name), { $metadata: { httpStatusCode } });

  it.each([
    ['an invalid command line', new UserError('x'), 1],
    ['no credentials', named('CredentialsProviderError'), 3],
    ['expired credentials', named('ExpiredToken'), 3],
    ['a missing permission', named('AccessDenied'), 3],
    ['a 403 without a name', answered(403), 3],
    ['expired credentials in a 403', answered(403, 'ExpiredToken'), 3],
    ['a missing stack', new AwsRefused('There is no stack x.'), 3],
    ['a time-out', named('TimeoutError'), 4],
    ['a lost connection', coded('ECONNRESET'), 4],
    ['an unknown host', coded('ENOTFOUND'), 4],
    ['a 500 without a name', answered(500), 4],
    ['a 503', answered(503, 'SlowDown'), 4],
    ['a run without a report', new RunEnded('It was cancelled.'), 5],
    ['a full disk', coded('ENOSPC'), 1],
    ['a bug', new TypeError('x'), 1],
  ])('has an exit code for %s', (_what, error, exitCode) => {
    expect(explain(error).exitCode).toBe(exitCode);
  });
});
