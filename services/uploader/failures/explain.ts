// Turns errors into messages and exit codes. An unforeseen error keeps its stack trace: it is a bug, not the user's mistake.
import { z } from 'zod';
import { codeOf, UserError } from '../../shared/contracts/errors.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { explainNetwork } from './explain-network.ts';
import { wordsOf } from './file-fault.ts';

const GOES_ON = 'Run the same command again to continue where it stopped.';
const LOGGED_OUT = 'Your AWS credentials have expired. Log in again, then run the same command to continue.';
const WRONG_KEY =
  'AWS does not know your access key. Check your credentials (`aws sts get-caller-identity`).';
const NOT_PERMITTED = 'Your AWS credentials do not allow this.';
const BUSY = `AWS was too busy, even after several tries. ${GOES_ON}`;
const NO_ANSWER = `The connection timed out. ${GOES_ON}`;
const BROKEN = `The connection was lost. ${GOES_ON}`;
const NO_NETWORK = 'The network or the AWS endpoint cannot be reached. Check your connection and AWS_REGION.';

type Known = [exitCode: ExitCode, words: string];

/** What an error's name or code means to a user, and what to do. */
const KNOWN: Record<string, Known> = {
  CredentialsProviderError: [
    EXIT.refused,
    'There are no AWS credentials. Run `aws configure` or `aws sso login`, or pass --profile.',
  ],
  ExpiredToken: [EXIT.refused, LOGGED_OUT],
  ExpiredTokenException: [EXIT.refused, LOGGED_OUT],
  TokenProviderError: [EXIT.refused, LOGGED_OUT],
  InvalidAccessKeyId: [EXIT.refused, WRONG_KEY],
  InvalidClientTokenId: [EXIT.refused, WRONG_KEY],
  UnrecognizedClientException: [EXIT.refused, WRONG_KEY],
  SignatureDoesNotMatch: [
    EXIT.refused,
    'AWS rejects your secret key. Check your credentials (`aws sts get-caller-identity`).',
  ],
  RequestTimeTooSkewed: [
    EXIT.refused,
    "This machine's clock is wrong, so AWS rejects its requests. Set the clock.",
  ],
  AccessDenied: [EXIT.refused, NOT_PERMITTED],
  AccessDeniedException: [EXIT.refused, NOT_PERMITTED],
  NoSuchBucket: [EXIT.refused, 'The bucket no longer exists.'],
  StateMachineDoesNotExist: [EXIT.refused, 'There is no such state machine. Check STATE_MACHINE_ARN.'],
  InternalError: [
    EXIT.unreachable,
    'S3 had an internal error, or, with a local S3 server, its disk is full. Run the same command again.',
  ],
  BadDigest: [
    EXIT.unreachable,
    'The data arrived damaged in S3, even after several tries. Run the same command again.',
  ],
  SlowDown: [EXIT.unreachable, BUSY],
  ServiceUnavailable: [EXIT.unreachable, BUSY],
  ThrottlingException: [EXIT.unreachable, BUSY],
  TimeoutError: [EXIT.unreachable, NO_ANSWER],
  RequestTimeout: [EXIT.unreachable, NO_ANSWER],
  ETIMEDOUT: [EXIT.unreachable, NO_ANSWER],
  ECONNRESET: [EXIT.unreachable, BROKEN],
  EPIPE: [EXIT.unreachable, BROKEN],
  ENOTFOUND: [EXIT.unreachable, NO_NETWORK],
  EAI_AGAIN: [EXIT.unreachable, NO_NETWORK],
  ENETUNREACH: [EXIT.unreachable, NO_NETWORK],
  EHOSTUNREACH: [EXIT.unreachable, NO_NETWORK],
  ECONNREFUSED: [EXIT.unreachable, 'The AWS endpoint refuses connections. Check AWS_ENDPOINT_URL.'],
  EADDRINUSE: [EXIT.badInput, 'The port is in use. Is `npm run s3` already running?'],
};

/** Errors whose message already says everything, with their exit codes. */
const SPOKEN: Record<string, ExitCode> = {
  AwsRefused: EXIT.refused,
  RunEnded: EXIT.runEnded,
  ToolMissing: EXIT.badInput,
  OptionsRefused: EXIT.badInput,
};

export type Explained = { message: string; exitCode: ExitCode };

/** A message for the user, or the stack trace if it is a bug of this program. */
export const explain = (error: unknown): Explained => {
  if (!Error.isError(error)) return { message: String(error), exitCode: EXIT.badInput };
  const spoken = SPOKEN[error.name];
  if (spoken !== undefined || error instanceof UserError)
    return { message: error.message, exitCode: spoken ?? EXIT.badInput };
  if (/Region (is missing|not accepted)/.test(error.message)) {
    const message = 'No AWS region is set. Pass --region, or set AWS_REGION in the environment or in .env.';
    return { message, exitCode: EXIT.refused };
  }
  const network = explainNetwork(error, statusOf(error));
  if (network) return { message: `${network}\n(${error.message})`, exitCode: EXIT.unreachable };
  const known = knownOf(error);
  if (known) return { message: `${known[1]}\n(${error.message})`, exitCode: known[0] };
  const fault = faultOf(error);
  if (fault) return { message: `${fault}\n(${error.message})`, exitCode: EXIT.badInput };
  return {
    message: `This is a bug; please report it.\n${error.stack}`,
    exitCode: EXIT.badInput,
  };
};

/** Undefined if it is not a system error. */
const faultOf = (error: Error): string | undefined => {
  const code = codeOf(error);
  const isSystems = 'syscall' in error && /^E[A-Z\d]+$/.test(code);
  const words =
    wordsOf(code) ?? (isSystems ? { what: `the system refused it (${code})`, help: GOES_ON } : undefined);
  if (!words) return undefined;
  // The error of a full disk does not name the file.
  const about = 'path' in error && typeof error.path === 'string' ? error.path : 'A file or folder';
  return `${about}: ${words.what}. ${words.help}`;
};

const knownOf = (error: Error): Known | undefined => {
  const status = statusOf(error);
  if (status === 403) return KNOWN[error.name] ?? KNOWN.AccessDenied;
  if (status !== undefined && status >= 500) return KNOWN[error.name] ?? KNOWN.ServiceUnavailable;
  return KNOWN[error.name] ?? KNOWN[codeOf(error)];
};

/** Whether nothing answered or AWS was too busy, so that trying later may work. */
export const isUnreachable = (error: unknown): boolean => explain(error).exitCode === EXIT.unreachable;

const Answered = z.object({ $metadata: z.object({ httpStatusCode: z.number() }) });

/** The HTTP status of AWS's answer: the only detail of an error to a HEAD request. */
export const statusOf = (error: unknown): number | undefined =>
  Answered.safeParse(error).data?.$metadata.httpStatusCode;
