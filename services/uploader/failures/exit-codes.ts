// How the command ends, for scripts. Which error is which of them is explain.ts's.

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

/** As `--help` and docs/uploading.md have them. */
export const MEANINGS: Record<ExitCode, string> = {
  0: 'all done',
  1: 'bad call, bad input or a full disk: the message says what to change',
  2: 'some videos failed, are cut off or were not ready, or corrections match nothing; the others are done',
  3: 'AWS refused: no credentials, no permission, no such stack or bucket',
  4: 'the network or S3 did not answer; the same command goes on where it stopped',
  5: 'the run was cancelled, or ended without its report',
  130: 'interrupted; the same command goes on where it stopped',
};
