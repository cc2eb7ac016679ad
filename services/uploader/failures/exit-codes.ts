// The exit codes of the command. explain.ts maps errors to them; main.ts chooses `interrupted`.

export const EXIT = {
  done: 0,
  badInput: 1,
  someFailed: 2,
  refused: 3,
  unreachable: 4,
  runEnded: 5,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The codes with which any command that calls AWS may end. */
export const OF_AWS: ExitCode[] = [
  EXIT.done,
  EXIT.badInput,
  EXIT.refused,
  EXIT.unreachable,
  EXIT.interrupted,
];

/** As shown in `--help` and docs/uploading.md. */
export const MEANINGS: Record<ExitCode, string> = {
  0: 'everything succeeded',
  1: 'wrong usage, bad input or a full disk; the message says what to change',
  2: 'some videos failed, were cut off, not heard or not ready, or corrections match nothing; the others are done',
  3: 'AWS refused: no credentials, no permission, no such stack or bucket',
  4: 'the network or S3 did not answer; run the same command again to continue',
  5: 'the run was cancelled, or ended without a report',
  130: 'interrupted; run the same command again to continue',
};
