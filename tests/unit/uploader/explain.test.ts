import { describe, expect, it } from '@jest/globals';
import { OptionsRefused, ToolMissing, UserError } from '../../../services/shared/errors.ts';
import { explain } from '../../../services/uploader/explain.ts';

const named = (name: string, message = 'the detail') => Object.assign(new Error(message), { name });
const coded = (code: string, message = 'the detail') => Object.assign(new Error(message), { code });

describe('explain', () => {
  it.each([
    ['CredentialsProviderError', 'no AWS credentials'],
    ['ExpiredToken', 'have expired'],
    ['ExpiredTokenException', 'have expired'],
    ['InvalidAccessKeyId', 'does not know your access key'],
    ['SignatureDoesNotMatch', 'refuses your secret key'],
    ['InvalidClientTokenId', 'does not know your access key'],
    ['UnrecognizedClientException', 'does not know your access key'],
    ['AccessDenied', 'do not permit'],
    ['AccessDeniedException', 'do not permit'],
    ['InternalError', 'S3 could not do it'],
    ['TimeoutError', 'timed out'],
  ])('puts the error %s into words and keeps its detail', (name, words) => {
    const text = explain(named(name));

    expect(text).toContain(words);
    expect(text).toMatch(/\n\(the detail\)$/);
  });

  it.each([
    ['ENOSPC', 'disk is full'],
    ['EACCES', 'may not be read or written'],
    ['EROFS', 'read-only'],
    ['ENOTFOUND', 'cannot be reached'],
    ['ECONNREFUSED', 'refuses connections'],
    ['ECONNRESET', 'connection broke'],
  ])('puts the code %s into words and keeps its detail', (code, words) => {
    const text = explain(coded(code));

    expect(text).toContain(words);
    expect(text).toMatch(/\n\(the detail\)$/);
  });

  it('says of a missing region what to set', () => {
    expect(explain(new Error('Region is missing'))).toContain('Set AWS_REGION');
  });

  it.each([
    ['an error that is meant for people', new UserError('There is no folder x.'), 'There is no folder x.'],
    ['what the model cannot do', new OptionsRefused('Take the model tiny.'), 'Take the model tiny.'],
    ['a missing program', new ToolMissing('ffmpeg'), new ToolMissing('ffmpeg').message],
    ['what is no error', 'a string', 'a string'],
    ['nothing', undefined, 'undefined'],
  ])('says %s as it is', (_what, error, expected) => {
    expect(explain(error)).toBe(expected);
  });

  it.each([
    ['an unknown name', named('TypeError', 'x is not a function')],
    ['an unknown code', coded('ELOOP')],
    ['a code that is a number', Object.assign(new Error('odd'), { code: 42 })],
  ])('keeps the stack of an error with %s', (_what, error) => {
    const text = explain(error);

    expect(text).toContain('please report it');
    expect(text).toContain('explain.test.ts');
  });
});
