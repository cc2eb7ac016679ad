// What users can do about ffmpeg and the speech engine, for the messages in errors.ts.

const HOW_TO_GET_FFMPEG =
  '`apt install ffmpeg`, `dnf install ffmpeg` or `brew install ffmpeg`, or run `make setup` in a checkout of this project';

export const howToInstall = (command: string): string =>
  command === 'ffmpeg'
    ? `Install it: ${HOW_TO_GET_FFMPEG}, which also builds the speech engine.`
    : 'Run `make setup` in a checkout of this project, which builds the speech engine; every uploader of this user then finds it.';

/** Signals of a program that uses instructions which the processor does not have. */
const PROCESSOR_SIGNALS: ReadonlySet<unknown> = new Set(['SIGILL', 'SIGSEGV', 'SIGBUS', 'SIGFPE']);

const signalOf = (error: unknown): unknown =>
  Error.isError(error) && 'signal' in error ? error.signal : undefined;

/** Whether a program was ended by such a signal. */
export const isProcessorFault = (error: unknown): boolean => PROCESSOR_SIGNALS.has(signalOf(error));

const isFfmpegs = (error: unknown): boolean =>
  Error.isError(error) && 'command' in error && error.command === 'ffmpeg';

/** What to do after the engine or ffmpeg failed like this. */
export const remedyFor = (cause: unknown): string => {
  if (isProcessorFault(cause) && isFfmpegs(cause))
    return (
      `This ffmpeg crashes on it. Install another one: ${HOW_TO_GET_FFMPEG}. On AWS, build and deploy the stack again. ` +
      'If that does not help, please report it, naming the format of the file.'
    );
  if (isProcessorFault(cause))
    return (
      "The speech engine does not run on this machine's processor. Run `make setup` in a checkout of this project to " +
      'build one that does. On AWS, build and deploy the stack again. If that does not help, please ' +
      'report it, naming the processor.'
    );
  const memory = 'give it more memory (on AWS, raise TranscriberMemory)';
  if (signalOf(cause) === 'SIGKILL')
    return `It probably ran out of memory. Run the same command again; if it fails again, ${memory}.`;
  return `Run the same command again; if it fails again, ${memory}.`;
};
