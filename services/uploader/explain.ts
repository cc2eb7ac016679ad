// Errors in words for people. An error that nobody foresaw keeps its stack trace: it is ours, not the user's.
import { z } from 'zod';
import { codeOf, isNamed, UserError } from '../shared/errors.ts';

/** What an error's name or code means to a user, and what to do. */
const KNOWN: Record<string, string> = {
  CredentialsProviderError:
    'There are no AWS credentials. Run `aws configure` or `aws sso login`, or set AWS_PROFILE.',
  ExpiredToken:
    'Your AWS credentials have expired. Log in again and run the same command: it goes on where it stopped.',
  ExpiredTokenException:
    'Your AWS credentials have expired. Log in again and run the same command: it goes on where it stopped.',
  InvalidAccessKeyId:
    'AWS does not know your access key. Check your credentials (`aws sts get-caller-identity`).',
  SignatureDoesNotMatch:
    'AWS refuses your secret key. Check your credentials (`aws sts get-caller-identity`).',
  InvalidClientTokenId:
    'AWS does not know your access key. Check your credentials (`aws sts get-caller-identity`).',
  UnrecognizedClientException:
    'AWS does not know your access key. Check your credentials (`aws sts get-caller-identity`).',
  AccessDenied: 'Your AWS credentials do not permit this.',
  AccessDeniedException: 'Your AWS credentials do not permit this.',
  InternalError:
    'S3 could not do it: a fault of its own, or a full disk where it runs here. Run the same command again.',
  ENOSPC: 'The disk is full. Free some space and run the same command: it goes on where it stopped.',
  EACCES: 'A file may not be read or written by you.',
  EROFS: 'The disk is read-only.',
  ENOTFOUND: 'The network or the AWS endpoint cannot be reached. Check your connection and AWS_REGION.',
  ECONNREFUSED: 'The AWS endpoint refuses connections. Check AWS_ENDPOINT_URL.',
  EADDRINUSE: 'The port is in use: does `npm run s3` run already?',
  ECONNRESET: 'The connection broke. Run the same command: it goes on where it stopped.',
  TimeoutError: 'The connection timed out. Run the same command: it goes on where it stopped.',
};

/** A message for the user, or the stack trace of a fault of this program. */
export const explain = (error: unknown): string => {
  if (!Error.isError(error)) return String(error);
  if (error instanceof UserError || isNamed(error, 'ToolMissing', 'OptionsRefused')) return error.message;
  if (/Region (is missing|not accepted)/.test(error.message))
    return 'No AWS region is set. Set AWS_REGION (or AWS_DEFAULT_REGION in .env).';
  const known =
    KNOWN[error.name] ?? KNOWN[codeOf(error)] ?? (statusOf(error) === 403 ? KNOWN.AccessDenied : undefined);
  return known
    ? `${known}\n(${error.message})`
    : `This should not have happened; please report it.\n${error.stack}`;
};

const Answered = z.object({ $metadata: z.object({ httpStatusCode: z.number() }) });

/** The status of AWS's answer: all that there is of an error to a HEAD, whose answer has no body. */
export const statusOf = (error: unknown): number | undefined =>
  Answered.safeParse(error).data?.$metadata.httpStatusCode;
